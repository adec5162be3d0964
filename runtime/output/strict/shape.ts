import type { JsonType } from '../../schema/json-schema.js';

/** What a JSON Schema says as far as strict mode can say it, and what is checked beyond that. */
export type Shape = ValueShape | UnionShape | ReferenceShape;

/** Words about a value, for the model. */
export interface Notes {
  title?: string | undefined;
  description?: string | undefined;
}

/** A value of some types. */
export interface ValueShape {
  readonly kind: 'value';
  readonly types: readonly JsonType[];
  /** The only values it may have, if they are listed. */
  readonly values?: readonly unknown[];
  readonly constraints: readonly Constraint[];
  /** Of objects: all the properties there may be. */
  readonly properties?: ReadonlyMap<string, Property>;
  /** Of arrays. */
  readonly items?: Shape;
  readonly notes: Notes;
}

export interface Property {
  readonly shape: Shape;
  readonly optional: boolean;
}

/** A limit of values, such as `minLength`. */
export interface Constraint {
  readonly keyword: string;
  readonly value: unknown;
}

/** A value that is one of several. */
export interface UnionShape {
  readonly kind: 'union';
  readonly branches: readonly Shape[];
  readonly notes: Notes;
}

/** A value that is described elsewhere, perhaps around this very place. */
export interface ReferenceShape {
  readonly kind: 'reference';
  readonly target: Definition;
  readonly notes: Notes;
}

export interface Definition {
  /** The key in `$defs`; empty for the root. */
  readonly name: string;
  /** Set when all of it has been read. */
  shape: Shape;
}

/** The shape behind references; undefined for one that only leads back to itself. */
export function resolved(shape: Shape): ValueShape | UnionShape | undefined {
  const seen = new Set<Definition>();
  let at = shape;
  while (at.kind === 'reference') {
    if (seen.has(at.target)) return undefined;
    seen.add(at.target);
    at = at.target.shape;
  }
  return at;
}

/**
 * Whether strict mode's null for an absent property means nothing else. A property that is nullable
 * by itself keeps its nulls.
 */
export function nullMeansAbsent({ shape, optional }: Property): boolean {
  return optional && !acceptsNull(shape, new Set());
}

function acceptsNull(shape: Shape, seen: Set<Shape>): boolean {
  const at = resolved(shape);
  if (!at || seen.has(at)) return false;
  seen.add(at);
  if (at.kind === 'union') return at.branches.some((branch) => acceptsNull(branch, seen));
  return at.types.includes('null') && (at.values?.includes(null) ?? true);
}
