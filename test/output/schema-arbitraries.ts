import * as fc from 'fast-check';

/** A JSON Schema and a value that is valid for it. */
export interface Instance {
  readonly schema: object;
  readonly value: unknown;
}

/** Marks a schema that shall stand in `$defs` and be referred to. */
const hoisted = Symbol('hoisted');

/**
 * Objects with a schema that strict mode can say, however it is put: optional and nullable
 * properties, unions, references, `allOf`, limits.
 */
export const instances: fc.Arbitrary<Instance> = fc
  .letrec<{ any: Instance; object: Instance }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: scalar(), weight: 4 },
      { arbitrary: list(tie('any')), weight: 1 },
      { arbitrary: tie('object'), weight: 3 },
      { arbitrary: union(tie('any')), weight: 1 },
      { arbitrary: kinds(tie('object')), weight: 1 },
      { arbitrary: tie('any').map(referred), weight: 1 },
    ),
    object: fc.oneof(record(tie('any')), record(tie('any')).map(split)),
  }))
  .object.map(({ schema, value }) => ({ schema: withDefinitions(schema), value }));

function scalar(): fc.Arbitrary<Instance> {
  const of = (schema: object, values: fc.Arbitrary<unknown>): fc.Arbitrary<Instance> =>
    values.map((value) => ({ schema, value }));
  const text = fc.string({ maxLength: 5, unit: 'grapheme' });
  return fc.oneof(
    of({ type: 'string' }, text),
    of({ type: 'string', maxLength: 200, description: 'short' }, text),
    of({ type: 'integer', minimum: -5 }, fc.integer({ min: -5, max: 5 })),
    of({ type: 'number' }, fc.double({ noNaN: true, noDefaultInfinity: true })),
    of({ type: 'boolean' }, fc.boolean()),
    of({ type: ['string', 'null'] }, fc.option(text)),
    of({ enum: ['a', 'b', 1, null] }, fc.constantFrom('a', 'b', 1, null)),
    of({ type: 'string', enum: ['a', 'b'], default: 'a' }, fc.constantFrom('a', 'b')),
    of({ const: 7 }, fc.constant(7)),
    of({ type: 'null' }, fc.constant(null)),
  );
}

function list(items: fc.Arbitrary<Instance>): fc.Arbitrary<Instance> {
  return fc.tuple(items, fc.integer({ min: 0, max: 2 })).map(([{ schema, value }, length]) => ({
    schema: { type: 'array', items: schema, maxItems: 2 },
    value: Array.from({ length }, () => structuredClone(value)),
  }));
}

function record(properties: fc.Arbitrary<Instance>): fc.Arbitrary<Instance> {
  const keys = fc.constantFrom('a', 'b', 'c', 'a/b', '~', 'x y', 'toString');
  const property = fc.record({
    instance: properties,
    presence: fc.constantFrom('required', 'present', 'absent'),
  });
  return fc
    .tuple(
      fc.uniqueArray(fc.tuple(keys, property), { selector: ([key]) => key, maxLength: 4 }),
      fc.boolean(),
    )
    .map(([entries, closed]) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          entries.map(([key, { instance }]) => [key, instance.schema]),
        ),
        required: entries.filter(([, { presence }]) => presence === 'required').map(([key]) => key),
        ...(closed ? { additionalProperties: false } : {}),
      },
      value: Object.fromEntries(
        entries
          .filter(([, { presence }]) => presence !== 'absent')
          .map(([key, { instance }]) => [key, instance.value]),
      ),
    }));
}

function union(member: fc.Arbitrary<Instance>): fc.Arbitrary<Instance> {
  return fc
    .tuple(fc.array(member, { minLength: 1, maxLength: 3 }), fc.nat())
    .map(([members, pick]) => ({
      schema: { anyOf: members.map(({ schema }) => schema) },
      value: members[pick % members.length]?.value,
    }));
}

/** Objects told apart by a property that each of them has. */
function kinds(member: fc.Arbitrary<Instance>): fc.Arbitrary<Instance> {
  return fc
    .tuple(fc.array(member, { minLength: 1, maxLength: 3 }), fc.nat())
    .map(([members, pick]) => {
      const index = pick % members.length;
      return {
        schema: {
          oneOf: members.map(({ schema }, kind) => ({
            allOf: [open(schema), { properties: { kind: { const: kind } }, required: ['kind'] }],
          })),
        },
        value: { ...(members[index]?.value as object), kind: index },
      };
    });
}

function open(schema: object): object {
  const {
    additionalProperties: _,
    allOf,
    ...rest
  } = schema as { additionalProperties?: unknown; allOf?: object[] };
  return allOf ? { ...rest, allOf: allOf.map(open) } : rest;
}

/** The same object in two parts. */
function split({ schema, value }: Instance): Instance {
  const { properties, required } = schema as { properties: object; required: string[] };
  const entries = Object.entries(properties);
  const half = Math.floor(entries.length / 2);
  const part = (some: [string, unknown][]): object => ({
    type: 'object',
    properties: Object.fromEntries(some),
    required: required.filter((key) => some.some(([name]) => name === key)),
  });
  return { schema: { allOf: [part(entries.slice(0, half)), part(entries.slice(half))] }, value };
}

function referred({ schema, value }: Instance): Instance {
  return { schema: { [hoisted]: schema }, value };
}

function withDefinitions(schema: object): object {
  const $defs: Record<string, unknown> = {};
  const hoist = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(hoist);
    if (typeof node !== 'object' || node === null) return node;
    if (hoisted in node) {
      const name = `def ${Object.keys($defs).length}`;
      $defs[name] = undefined;
      $defs[name] = hoist(node[hoisted]);
      return { $ref: `#/$defs/${encodeURIComponent(name)}` };
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, hoist(value)]));
  };
  const root = hoist(schema) as object;
  return Object.keys($defs).length > 0 ? { ...root, $defs } : root;
}
