import fc from 'fast-check';
import type { Protocol } from '../../../compiler/bind/protocol.js';
import type { Field, StructType, TypeNode } from '../../../compiler/model/type-node.js';

const DEPTH = 4;

/** Text that is valid where the schema wants some text, and unpleasant otherwise. */
const text = fc.constantFrom('a', 'thread_id', 'threadId', '__proto__', 'ü\u2028"', '/tmp/x');

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, 1, 'text', [], {}),
  fc.constant({ threadId: 't', nested: [{ fileName: 'f', file_name: 'g' }] }),
);

/** Values of the types of a protocol. */
export class Samples {
  readonly #protocol: Protocol;

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  of(type: TypeNode, depth = 0): fc.Arbitrary<unknown> {
    switch (type.kind) {
      case 'any':
        return this.any();
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'string':
        return text;
      case 'number':
        return fc.nat(255);
      case 'literal':
        return fc.constant(type.value);
      case 'enum':
        return fc.constantFrom(...type.values.map((value) => value.value));
      case 'nullable':
        return depth > DEPTH
          ? fc.constant(null)
          : fc.oneof(fc.constant(null), this.of(type.type, depth));
      case 'array':
        return depth > DEPTH
          ? fc.constant([])
          : fc.array(this.of(type.items, depth + 1), { maxLength: 2 });
      case 'map':
        return depth > DEPTH
          ? fc.constant({})
          : fc.dictionary(text, this.of(type.values, depth + 1), { maxKeys: 2 });
      case 'reference':
        return this.#reference(type.to, depth);
      case 'struct':
        return this.#struct(type, depth);
      case 'union': {
        const arms = type.variants.map((variant) => this.of(variant.type, depth));
        const arm = fc.oneof(...arms);
        if (type.base === null) return arm;
        return fc
          .tuple(this.#struct(type.base, depth), arm)
          .map(([base, own]) => ({ ...base, ...(own as object) }));
      }
    }
    throw new Error('unreachable');
  }

  /** What stands at an opaque position. */
  protected any(): fc.Arbitrary<unknown> {
    return anyValue;
  }

  #reference(to: string, depth: number): fc.Arbitrary<unknown> {
    const declaration = this.#protocol.declarations.get(to);
    if (declaration === undefined) throw new Error(`No declaration ${to}`);
    return this.of(declaration.type, depth + 1);
  }

  #struct(type: StructType, depth: number): fc.Arbitrary<object> {
    const wanted = type.fields.filter((field) => field.required || depth <= DEPTH);
    const model = wanted.map((field): [string, fc.Arbitrary<unknown>] => [
      field.name,
      this.#field(field, depth),
    ]);
    return fc.tuple(...model.map(([, value]) => value)).map((values) =>
      Object.fromEntries(
        values.flatMap((value, index) => {
          const name = model[index]?.[0];
          return value === ABSENT || name === undefined ? [] : [[name, value]];
        }),
      ),
    );
  }

  #field(field: Field, depth: number): fc.Arbitrary<unknown> {
    const value = this.of(field.type, depth);
    return field.required ? value : fc.oneof(fc.constant(ABSENT), value);
  }
}

const ABSENT = Symbol('absent');

/** The same value with one thing changed: a property gone, or a value of another kind. */
export function mutate(value: unknown, at: number): unknown {
  const places = placesIn(value);
  const place = places[at % places.length];
  if (place === undefined) return 0;
  const copy = structuredClone(value);
  let holder = copy as Record<string, unknown>;
  for (const key of place.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = place.at(-1) ?? '';
  if (at % 3 === 0) delete holder[last];
  else holder[last] = at % 3 === 1 ? [{ odd: 1 }] : -1.5;
  return copy;
}

function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...placesIn(inner).map((rest) => [key, ...rest]),
  ]);
}
