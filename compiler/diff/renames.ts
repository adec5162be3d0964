import type { Notification, Request } from '../bind/method.js';
import type { UsedDeclaration } from '../bind/protocol.js';
import type { EnumValue, Field, ReferenceType, TypeNode, Variant } from '../model/type-node.js';
import { words } from '../util/words.js';
import type { Pointer } from '../util/pointer.js';
import {
  align,
  pairFields,
  pairValues,
  pairVariants,
  type Aligned,
  type Matching,
} from './align.js';
import { fits } from './fits.js';
import { pairLikely, pairUp, type Pairing } from './pair-up.js';
import { byName, methodsOf, resultOf, type MethodKind, type Side } from './side.js';

/** What is the same on both sides, things under a new name included. */
export interface Identity extends Matching {
  methods(kind: MethodKind): Pairing<Notification | Request>;
  /** The types that were found to have another name now, by their former one. */
  readonly renamedTypes: ReadonlyMap<string, string>;
  /** The named types that stand at the same places of two types. */
  references(a: TypeNode, b: TypeNode): readonly (readonly [Pointer, Pointer])[];
}

const UNHEARD: Aligned = {
  references: () => {},
  nullability: () => {},
  fields: () => {},
  variants: () => {},
  values: () => {},
  openness: () => {},
  mismatch: () => {},
};

/** Half of the words have to be shared before two things count as one under two names. */
const ALIKE = 0.5;

export function identify(from: Side, to: Side): Identity {
  const before = from.protocol.declarations;
  const after = to.protocol.declarations;
  const namesBefore = byName(before);
  const namesAfter = byName(after);
  const renamedTypes = new Map<string, string>();
  const taken = new Set<string>();

  const identity: Identity = {
    before,
    after,
    renamedTypes,
    same,
    references,
    methods: (kind) =>
      pairLikely(
        pairUp(methodsOf(from.protocol, kind), methodsOf(to.protocol, kind), (m) => m.method),
        methodScore,
      ),
    fields: (a, b) => pairLikely(pairFields(a, b), fieldScore),
    variants: (a, b) => pairLikely(pairVariants(a, b), variantScore),
    values: (a, b) => pairLikely(pairValues(a, b), valueScore),
  };
  return identity;

  function references(a: TypeNode, b: TypeNode): [Pointer, Pointer][] {
    const found: [Pointer, Pointer][] = [];
    align(a, b, { path: '', steady: true }, identity, {
      ...UNHEARD,
      references: (_place, x, y) => found.push([x.to, y.to]),
    });
    return found;
  }

  function same(a: ReferenceType, b: ReferenceType): boolean {
    const old = before.get(a.to);
    const current = after.get(b.to);
    if (old === undefined || current === undefined) return old === current;
    if (old.name === current.name) return true;
    const known = renamedTypes.get(old.name);
    if (known !== undefined) return known === current.name;
    if (namesAfter.has(old.name) || namesBefore.has(current.name) || taken.has(current.name))
      return false;
    if (!areAlike(old, current)) return false;
    renamedTypes.set(old.name, current.name);
    taken.add(current.name);
    return true;
  }

  /** Types at the same place, one gone and one new, are one type if enough of their parts agree. */
  function areAlike(old: UsedDeclaration, current: UsedDeclaration): boolean {
    const [a, b] = [partsOf(old.type), partsOf(current.type)];
    if (old.type.kind !== current.type.kind) return false;
    return a.length + b.length === 0
      ? equivalent(old.type, current.type)
      : shared(a, b) >= ALIKE || (shared(a, b) > 0 && nameScore(old.name, current.name) >= ALIKE);
  }

  function equivalent(a: TypeNode, b: TypeNode): boolean {
    const narrow = { type: a, declarations: before };
    const wide = { type: b, declarations: after };
    const options = { extrasAllowed: false };
    return fits(narrow, wide, options) && fits(wide, narrow, options);
  }

  function methodScore(a: Notification | Request, b: Notification | Request): number {
    const name = nameScore(a.method, b.method);
    const [resultBefore, resultAfter] = [resultOf(a), resultOf(b)];
    const parts = [
      [a.params.type, b.params.type],
      [resultBefore, resultAfter],
    ] as const;
    const alike = parts.every(([x, y]) => (x && y ? equivalentByPart(x, y) : x === y));
    if (!alike) return name === 1 ? name : 0;
    // Two methods that take and give nothing have nothing in common.
    const telling = parts.some(([x, y]) => (x && tells(x, before)) || (y && tells(y, after)));
    return telling ? name : name >= ALIKE ? name : 0;
  }

  function equivalentByPart(a: TypeNode, b: TypeNode): boolean {
    return a.kind !== 'any' && b.kind !== 'any' && equivalent(a, b);
  }

  function fieldScore(a: Field, b: Field): number {
    const name = nameScore(a.name, b.name);
    if (name === 1) return name;
    return name >= ALIKE && equivalent(bare(a.type), bare(b.type)) ? name : 0;
  }

  function variantScore(a: Variant, b: Variant): number {
    if (a.tag === null || b.tag === null) return 0;
    const name = nameScore(a.tag, b.tag);
    if (name === 1) return name;
    const [x, y] = [withoutTag(a), withoutTag(b)];
    return name > 0 && partsOf(x).length > 0 && equivalent(x, y) ? name : 0;
  }
}

/** Values have no parts to compare, so only the same words in another spelling count. */
function valueScore(a: EnumValue, b: EnumValue): number {
  return typeof a.value === 'string' && typeof b.value === 'string'
    ? Math.floor(nameScore(a.value, b.value))
    : 0;
}

/** What a tagged variant holds: the content of its sole key, or all but the literal that is its tag. */
function withoutTag({ tag, type }: Variant): TypeNode {
  if (type.kind !== 'struct') return type;
  const [sole, ...others] = type.fields;
  if (sole !== undefined && sole.name === tag && others.length === 0) return sole.type;
  const fields = type.fields.filter((field) => !isSoleValue(field.type, tag));
  return { ...type, fields };
}

function isSoleValue(type: TypeNode, tag: string | null): boolean {
  if (type.kind === 'literal') return type.value === tag;
  return type.kind === 'enum' && type.values.length === 1 && type.values[0]?.value === tag;
}

/** The share of words that two names have in common: 1 for the same words. */
function nameScore(a: string, b: string): number {
  return shared(words(a), words(b));
}

function shared(a: readonly string[], b: readonly string[]): number {
  const all = new Set([...a, ...b]);
  const others = new Set(b);
  return all.size === 0 ? 0 : new Set(a.filter((item) => others.has(item))).size / all.size;
}

/** What a type consists of, as far as that has names. */
function partsOf(type: TypeNode): readonly string[] {
  switch (type.kind) {
    case 'struct':
      return type.fields.map((field) => field.name);
    case 'enum':
      return type.values.map(({ value }) => JSON.stringify(value));
    case 'union':
      return type.variants.flatMap(({ tag }) => tag ?? []);
    case 'nullable':
      return partsOf(type.type);
    default:
      return [];
  }
}

function tells(type: TypeNode, declarations: Side['protocol']['declarations']): boolean {
  const target = type.kind === 'reference' ? declarations.get(type.to)?.type : type;
  return target !== undefined && partsOf(target).length > 0;
}

function bare(type: TypeNode): TypeNode {
  return type.kind === 'nullable' ? type.type : type;
}
