import type { Json } from '../util/json.js';
import type { Pointer } from '../util/pointer.js';
import type { Doc } from './doc.js';

/** The closed set of types that the compiler knows. Everything downstream switches over `kind`. */
export type TypeNode =
  | AnyType
  | NullType
  | BooleanType
  | StringType
  | NumberType
  | LiteralType
  | EnumType
  | ArrayType
  | MapType
  | StructType
  | UnionType
  | NullableType
  | ReferenceType;

/** Any JSON value: an opaque position. */
export interface AnyType {
  readonly kind: 'any';
}

export interface NullType {
  readonly kind: 'null';
}

export interface BooleanType {
  readonly kind: 'boolean';
}

export interface StringType {
  readonly kind: 'string';
}

export interface NumberType {
  readonly kind: 'number';
  readonly integer: boolean;
}

export interface LiteralType {
  readonly kind: 'literal';
  readonly value: Json;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly values: readonly EnumValue[];
}

export interface EnumValue {
  readonly value: Json;
  readonly doc: Doc;
  readonly stability: Stability;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly items: TypeNode;
}

/** An object whose keys are data. */
export interface MapType {
  readonly kind: 'map';
  readonly values: TypeNode;
}

/** An object whose keys are names. */
export interface StructType {
  readonly kind: 'struct';
  /** In code-unit order of their names. */
  readonly fields: readonly Field[];
  /** What further keys hold, where the schema invites them. */
  readonly rest: TypeNode | null;
}

export interface Field {
  readonly name: string;
  readonly type: TypeNode;
  readonly required: boolean;
  readonly doc: Doc;
  readonly stability: Stability;
}

/**
 * How a reader tells the arms of a union apart: by a property that holds a literal (`internal`), by
 * being a literal or an object with one property (`external`), or by looking closer (`untagged`).
 */
export type Tagging =
  | { readonly kind: 'internal'; readonly key: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'untagged' };

export interface UnionType {
  readonly kind: 'union';
  readonly tagging: Tagging;
  /** The properties that all arms share, where the schema states them once. */
  readonly base: StructType | null;
  readonly variants: readonly Variant[];
  /** True if the schema itself says that values beyond the variants are legal. */
  readonly open: boolean;
}

export interface Variant {
  /** The tag value of an internally or externally tagged object; null for literals and the untagged. */
  readonly tag: string | null;
  readonly type: TypeNode;
  readonly doc: Doc;
  readonly stability: Stability;
  readonly pointer: Pointer;
}

export interface NullableType {
  readonly kind: 'nullable';
  readonly type: TypeNode;
}

export interface ReferenceType {
  readonly kind: 'reference';
  readonly to: Pointer;
}

/** `experimental`: only in the surface that a client has to opt into. */
export type Stability = 'stable' | 'experimental';
