import { NO_DOC } from '../model/doc.js';
import type {
  EnumValue,
  Field,
  ReferenceType,
  StructType,
  Tagging,
  TypeNode,
  UnionType,
  Variant,
} from '../model/type-node.js';
import { canonicalJson } from '../util/json.js';
import { lastSegment } from '../util/pointer.js';
import { literalText } from './describe-type.js';
import { pairUp, type Pairing } from './pair-up.js';
import type { Declarations } from './side.js';

/** Two types that stand at the same place of two protocols. */
export interface Place {
  /** Where: `Turn.status`, `ThreadItem#plan`. */
  readonly path: string;
  /** True if everything around the place is stable on both sides. */
  readonly steady: boolean;
}

/** Hears what two types have in common and what not. Places inside named types are not entered. */
export interface Aligned {
  references(place: Place, a: ReferenceType, b: ReferenceType): void;
  nullability(place: Place, nowNullable: boolean): void;
  fields(place: Place, fields: Pairing<Field>): void;
  variants(place: Place, variants: Pairing<Variant>): void;
  values(place: Place, values: Pairing<EnumValue>): void;
  openness(place: Place, nowOpen: boolean): void;
  /** The types have nothing in common that could be compared part by part. */
  mismatch(place: Place, a: TypeNode, b: TypeNode): void;
}

/** How two types are told to be one and the same, and their parts too. */
export interface Matching {
  readonly before: Declarations;
  readonly after: Declarations;
  /** True if two references mean the same type, perhaps under another name. */
  same(a: ReferenceType, b: ReferenceType): boolean;
  fields(a: readonly Field[], b: readonly Field[]): Pairing<Field>;
  variants(a: readonly Variant[], b: readonly Variant[]): Pairing<Variant>;
  values(a: readonly EnumValue[], b: readonly EnumValue[]): Pairing<EnumValue>;
}

/** Walks two types side by side and tells what it meets. */
export function align(
  a: TypeNode,
  b: TypeNode,
  place: Place,
  matching: Matching,
  hears: Aligned,
): void {
  const into = (x: TypeNode, y: TypeNode, inner: Place): void =>
    align(x, y, inner, matching, hears);
  const { path, steady } = place;

  if (a.kind === 'reference' && b.kind === 'reference') {
    if (matching.same(a, b)) return hears.references(place, a, b);
    return hears.mismatch(place, a, b);
  }
  if (a.kind === 'nullable' || b.kind === 'nullable') {
    if (a.kind !== b.kind) {
      if (isNullable(a, matching.before) && isNullable(b, matching.after))
        return hears.mismatch(place, a, b);
      hears.nullability(place, b.kind === 'nullable');
    }
    return into(bare(a), bare(b), place);
  }
  // A type may have been given a name, or lost it: what counts is what is in it.
  if (a.kind === 'reference') {
    const target = matching.before.get(a.to);
    return target && isGrounded(target.type, matching.before)
      ? into(target.type, b, place)
      : hears.mismatch(place, a, b);
  }
  if (b.kind === 'reference') {
    const target = matching.after.get(b.to);
    return target && isGrounded(target.type, matching.after)
      ? into(a, target.type, place)
      : hears.mismatch(place, a, b);
  }
  if (a.kind === 'array' && b.kind === 'array')
    return into(a.items, b.items, { path: `${path}[]`, steady });
  if (a.kind === 'map' && b.kind === 'map')
    return into(a.values, b.values, { path: `${path}{}`, steady });
  const [structBefore, structAfter] = [asStruct(a, b), asStruct(b, a)];
  if (structBefore && structAfter) return structs(structBefore, structAfter, place);
  const [valuesBefore, valuesAfter] = [valuesOf(a), valuesOf(b)];
  if (valuesBefore && valuesAfter)
    return hears.values(place, matching.values(valuesBefore, valuesAfter));
  const [unionBefore, unionAfter] = [asUnion(a, b), asUnion(b, a)];
  if (unionBefore && unionAfter) return unions(unionBefore, unionAfter, place);
  if (!equal(a, b)) hears.mismatch(place, a, b);

  function structs(x: StructType, y: StructType, at: Place): void {
    const fields = matching.fields(x.fields, y.fields);
    hears.fields(at, fields);
    for (const [field, twin] of fields.pairs)
      into(field.type, twin.type, {
        path: `${at.path}.${twin.name}`,
        steady: at.steady && field.stability === 'stable' && twin.stability === 'stable',
      });
    if (x.rest && y.rest) into(x.rest, y.rest, { path: `${at.path}{}`, steady: at.steady });
    else if (x.rest || y.rest) hears.openness(at, y.rest !== null);
  }

  function unions(x: UnionType, y: UnionType, at: Place): void {
    if (x.open !== y.open) hears.openness(at, y.open);
    const none: StructType = { kind: 'struct', fields: [], rest: null };
    if (x.base || y.base) structs(x.base ?? none, y.base ?? none, at);
    const variants = matching.variants(x.variants, y.variants);
    hears.variants(at, variants);
    for (const [variant, twin] of variants.pairs)
      into(contentOf(variant, x.tagging), contentOf(twin, y.tagging), {
        path: twin.tag === null ? at.path : `${at.path}#${twin.tag}`,
        steady: at.steady && variant.stability === 'stable' && twin.stability === 'stable',
      });
  }
}

/** False for a name that, followed, leads only to names. */
function isGrounded(type: TypeNode, declarations: Declarations): boolean {
  const seen = new Set<TypeNode>();
  let current = type;
  while (current.kind === 'reference') {
    if (seen.has(current)) return false;
    seen.add(current);
    const target = declarations.get(current.to);
    if (target === undefined) return false;
    current = target.type;
  }
  return true;
}

function bare(type: TypeNode): TypeNode {
  return type.kind === 'nullable' ? type.type : type;
}

function isNullable(type: TypeNode, declarations: Declarations): boolean {
  if (type.kind === 'nullable' || type.kind === 'null') return true;
  const target = type.kind === 'reference' ? declarations.get(type.to) : undefined;
  return target !== undefined && isGrounded(target.type, declarations)
    ? isNullable(target.type, declarations)
    : false;
}

/** A struct; or, where the other side is one, an object of which nothing was or is said. */
function asStruct(type: TypeNode, other: TypeNode): StructType | null {
  if (type.kind === 'struct') return type;
  const unsaid = type.kind === 'map' && type.values.kind === 'any' && other.kind === 'struct';
  return unsaid ? { kind: 'struct', fields: [], rest: other.rest } : null;
}

/** The values of a type that lists them. */
function valuesOf(type: TypeNode): readonly EnumValue[] | null {
  if (type.kind === 'enum') return type.values;
  return type.kind === 'literal' ? [{ value: type.value, doc: NO_DOC, stability: 'stable' }] : null;
}

/** What a variant holds besides its tag, which tells nothing that its name does not tell. */
function contentOf({ tag, type }: Variant, tagging: Tagging): TypeNode {
  if (tag === null || tagging.kind === 'untagged') return type;
  if (tagging.kind === 'external')
    return type.kind === 'struct'
      ? (type.fields.find((field) => field.name === tag)?.type ?? type)
      : type;
  const strip = (struct: StructType): StructType => ({
    ...struct,
    fields: struct.fields.filter((field) => field.name !== tagging.key),
  });
  if (type.kind === 'struct') return strip(type);
  return type.kind === 'union' && type.base !== null ? { ...type, base: strip(type.base) } : type;
}

/** A union, or what has become one of the arms of the other side's union, or was one of them. */
function asUnion(type: TypeNode, other: TypeNode): UnionType | null {
  if (type.kind === 'union') return type;
  if (other.kind !== 'union' || other.base !== null) return null;
  const sole: Variant = {
    tag: null,
    type,
    doc: NO_DOC,
    stability: 'stable',
    pointer: '',
  };
  const isArm = other.variants.some((variant) => variantKey(variant) === variantKey(sole));
  return isArm
    ? { kind: 'union', tagging: other.tagging, base: null, variants: [sole], open: false }
    : null;
}

/** What a variant is known by: its tag, or what kind of value it is. */
export function variantKey({ tag, type }: Variant): string {
  if (tag !== null) return `#${tag}`;
  switch (type.kind) {
    case 'enum':
    case 'literal':
      return 'values';
    case 'reference':
      return `reference ${lastSegment(type.to)}`;
    case 'struct':
      return `struct ${type.fields.map((field) => field.name).join(' ')}`;
    default:
      return type.kind;
  }
}

export function pairVariants(a: readonly Variant[], b: readonly Variant[]): Pairing<Variant> {
  return pairUp(a, b, variantKey);
}

export function pairFields(a: readonly Field[], b: readonly Field[]): Pairing<Field> {
  return pairUp(a, b, (field) => field.name);
}

export function pairValues(a: readonly EnumValue[], b: readonly EnumValue[]): Pairing<EnumValue> {
  return pairUp(a, b, ({ value }) => literalText(value));
}

function equal(a: TypeNode, b: TypeNode): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
