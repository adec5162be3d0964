import type { Field, StructType, TypeNode, UnionType } from '../model/type-node.js';
import type { Pointer } from '../util/pointer.js';
import type { Declarations } from './side.js';

/** A type and the declarations that its references lead to. */
export interface Rooted {
  readonly type: TypeNode;
  readonly declarations: Declarations;
}

export interface FitOptions {
  /** True if a property that the wider type does not name does no harm. */
  readonly extrasAllowed: boolean;
}

/** True if every value of one type is a value of another, which may come from another schema. */
export function fits(narrow: Rooted, wide: Rooted, options: FitOptions): boolean {
  return new Fitting(narrow.declarations, wide.declarations, options).fits(narrow.type, wide.type);
}

class Fitting {
  readonly #narrow: Declarations;
  readonly #wide: Declarations;
  readonly #options: FitOptions;
  /** Pairs of references under way or decided: types may contain themselves. */
  readonly #assumed = new Map<string, boolean>();

  constructor(narrow: Declarations, wide: Declarations, options: FitOptions) {
    this.#narrow = narrow;
    this.#wide = wide;
    this.#options = options;
  }

  fits(a: TypeNode, b: TypeNode): boolean {
    if (b.kind === 'any') return true;
    if (a.kind === 'reference' && b.kind === 'reference') return this.#references(a.to, b.to);
    if (a.kind === 'reference') return this.fits(resolve(a.to, this.#narrow), b);
    if (b.kind === 'reference') return this.fits(a, resolve(b.to, this.#wide));
    if (a.kind === 'any') return this.#takesAnything(b);
    if (a.kind === 'nullable') return this.fits({ kind: 'null' }, b) && this.fits(a.type, b);
    if (a.kind === 'union') return !(a.open && !opens(b)) && this.#arms(a, b);
    if (a.kind === 'enum')
      return a.values.every(({ value }) => this.fits({ kind: 'literal', value }, b));
    if (b.kind === 'nullable') return isNull(a) || this.fits(a, b.type);
    if (b.kind === 'union')
      return (b.open && isOpenPart(a)) || armsOf(b).some((arm) => this.fits(a, arm));
    return this.#plain(a, b);
  }

  #takesAnything(type: TypeNode): boolean {
    switch (type.kind) {
      case 'any':
        return true;
      case 'nullable':
        return this.#takesAnything(type.type);
      case 'union':
        return type.variants.some((variant) => this.#takesAnything(variant.type));
      default:
        return false;
    }
  }

  #references(a: Pointer, b: Pointer): boolean {
    const key = `${a} ${b}`;
    const known = this.#assumed.get(key);
    if (known !== undefined) return known;
    this.#assumed.set(key, true);
    const answer = this.fits(resolve(a, this.#narrow), resolve(b, this.#wide));
    this.#assumed.set(key, answer);
    return answer;
  }

  #arms(a: UnionType, b: TypeNode): boolean {
    return armsOf(a).every((arm) => this.fits(arm, b));
  }

  #plain(a: TypeNode, b: TypeNode): boolean {
    switch (a.kind) {
      case 'literal':
        return fitsLiteral(a.value, b);
      case 'number':
        return b.kind === 'number' && (a.integer || !b.integer);
      case 'array':
        return b.kind === 'array' && this.fits(a.items, b.items);
      case 'map':
        if (b.kind === 'map') return this.fits(a.values, b.values);
        return (
          b.kind === 'struct' &&
          b.fields.every((field) => !field.required && this.fits(a.values, field.type)) &&
          this.#extras([a.values], b)
        );
      case 'struct':
        if (b.kind === 'struct') return this.#structs(a, b);
        return (
          b.kind === 'map' &&
          a.fields.every((field) => this.fits(field.type, b.values)) &&
          (a.rest === null || this.fits(a.rest, b.values))
        );
      default:
        return a.kind === b.kind;
    }
  }

  #structs(a: StructType, b: StructType): boolean {
    const own = new Map(a.fields.map((field) => [field.name, field]));
    const known = new Set(b.fields.map((field) => field.name));
    const extras = a.fields.filter((field) => !known.has(field.name)).map((field) => field.type);
    return (
      b.fields.every((field) => this.#field(own.get(field.name), field)) &&
      this.#extras(a.rest === null ? extras : [...extras, a.rest], b)
    );
  }

  /** What a struct does not name has to be let through, or to fit what it says of the rest. */
  #extras(extras: readonly TypeNode[], { rest }: StructType): boolean {
    return rest === null
      ? this.#options.extrasAllowed || extras.length === 0
      : extras.every((type) => this.fits(type, rest));
  }

  #field(a: Field | undefined, b: Field): boolean {
    if (a === undefined) return !b.required;
    return (a.required || !b.required) && this.fits(a.type, b.type);
  }
}

function resolve(pointer: Pointer, declarations: Declarations): TypeNode {
  return declarations.get(pointer)?.type ?? { kind: 'any' };
}

function fitsLiteral(value: unknown, b: TypeNode): boolean {
  switch (b.kind) {
    case 'literal':
      return b.value === value;
    case 'enum':
      return b.values.some((candidate) => candidate.value === value);
    case 'null':
      return value === null;
    case 'number':
      return typeof value === 'number' && (Number.isInteger(value) || !b.integer);
    default:
      return typeof value === b.kind;
  }
}

/** The arms of a union, each with the properties that all of them share. */
export function armsOf(union: UnionType): TypeNode[] {
  const { base } = union;
  return union.variants.map(({ type }) => (base === null ? type : withBase(type, base)));
}

function withBase(type: TypeNode, base: StructType): TypeNode {
  if (type.kind === 'struct')
    return { ...type, fields: [...base.fields, ...type.fields], rest: type.rest ?? base.rest };
  if (type.kind !== 'union') return type;
  return {
    ...type,
    base: { ...base, fields: [...base.fields, ...(type.base?.fields ?? [])] },
  };
}

function isNull(type: TypeNode): boolean {
  return type.kind === 'null' || (type.kind === 'literal' && type.value === null);
}

function opens(type: TypeNode): boolean {
  return type.kind === 'union' && type.open;
}

/** What the open end of a union takes: strings and objects beyond those that it lists. */
function isOpenPart({ kind }: TypeNode): boolean {
  return kind === 'string' || kind === 'struct' || kind === 'map';
}
