import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { strictSchema } from '../../runtime/output/strict/strict-schema.js';
import { compileJsonSchema } from '../../runtime/validation/json-schema.js';
import { type Instance, instances } from './schema-arbitraries.js';

type Json = Record<string, unknown>;

const runs = { numRuns: 60 };

function valid(schema: object, value: unknown): boolean {
  return compileJsonSchema(schema)(value).length === 0;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The reply of a model that has this value to say, and keeps to the strict schema. */
function reply(root: Json, schema: Json, value: unknown): unknown {
  if (typeof schema['$ref'] === 'string') return reply(root, target(root, schema['$ref']), value);
  if (Array.isArray(schema['anyOf'])) {
    for (const branch of schema['anyOf'] as Json[]) {
      const said = reply(root, branch, value);
      if (valid({ ...root, ...unrooted, ...branch }, said)) return said;
    }
    return value;
  }
  if (Array.isArray(value))
    return value.map((item) => reply(root, (schema['items'] ?? {}) as Json, item));
  if (!isObject(value) || !isObject(schema['properties'])) return value;
  const entries = Object.entries(schema['properties']) as [string, Json][];
  return Object.fromEntries(
    entries
      .map(([key, property]): [string, unknown] => [
        key,
        Object.hasOwn(value, key) ? reply(root, property, value[key]) : null,
      ])
      .concat(Object.entries(value).filter(([key]) => !entries.some(([known]) => known === key))),
  );
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutNulls(each)]));
}

/** Takes the assertions of a root away, and leaves its definitions. */
const unrooted = {
  type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
  properties: {},
  required: [],
  additionalProperties: true,
};

function target(root: Json, $ref: string): Json {
  return $ref === '#' ? root : ((root['$defs'] as Json)[$ref.slice('#/$defs/'.length)] as Json);
}

/** Every schema within a schema. */
function* subschemas(schema: Json): Generator<Json> {
  yield schema;
  for (const key of ['properties', '$defs']) {
    if (isObject(schema[key]))
      for (const each of Object.values(schema[key])) yield* subschemas(each as Json);
  }
  if (isObject(schema['items'])) yield* subschemas(schema['items']);
  if (Array.isArray(schema['anyOf']))
    for (const each of schema['anyOf'] as Json[]) yield* subschemas(each);
}

/** Replies that a strict schema allows, whatever the schema that it was made from. */
function replies(root: Json, schema: Json = root, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema['$ref'] === 'string')
    return replies(root, target(root, schema['$ref']), depth + 1);
  if (Array.isArray(schema['anyOf'])) {
    return fc.oneof(
      ...(schema['anyOf'] as Json[]).map((branch) => replies(root, branch, depth + 1)),
    );
  }
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const types = [schema['type']].flat() as string[];
  return fc.oneof(...types.map((type) => ofType(root, schema, type, depth)));
}

function ofType(root: Json, schema: Json, type: string, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return fc.string({ maxLength: 3 });
    case 'integer':
      return fc.integer({ min: -5, max: 5 });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(replies(root, schema['items'] as Json, depth + 1), { maxLength: 2 });
    case 'object': {
      const properties = Object.entries(schema['properties'] as Record<string, Json>);
      return fc
        .tuple(...properties.map(([, property]) => replies(root, property, depth + 1)))
        .map((values) =>
          Object.fromEntries(properties.map(([key], index) => [key, values[index]])),
        );
    }
    default:
      return fc.constant(null);
  }
}

it('makes schemas that keep the rules of strict mode', () => {
  const allowed = new Set(
    'type enum properties required additionalProperties items anyOf $ref $defs title description minimum maxItems'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(instances, ({ schema }) => {
      const strict = strictSchema('turn/start', schema).schema;
      expect(strict['type']).toBe('object');
      for (const each of subschemas(strict)) {
        expect(Object.keys(each).filter((key) => !allowed.has(key))).toEqual([]);
        if (each['$ref'] !== undefined) expect(Object.keys(each)).toEqual(['$ref']);
        else expect('type' in each || 'anyOf' in each).toBe(true);
        if (!isObject(each['properties'])) continue;
        expect(each['required']).toEqual(Object.keys(each['properties']));
        expect(each['additionalProperties']).toBe(false);
      }
    }),
    runs,
  );
});

it('lets every valid value through: said strictly, nulls taken out, valid again', () => {
  fc.assert(
    fc.property(instances, ({ schema, value }: Instance) => {
      fc.pre(valid(schema, value));
      const before = JSON.stringify(schema);
      const strict = strictSchema('turn/start', schema);
      expect(JSON.stringify(schema)).toBe(before);
      const said = reply(strict.schema, strict.schema, value);
      expect(valid(strict.schema, said)).toBe(true);
      strict.prune(said);
      expect(valid(schema, said)).toBe(true);
      // An optional property that is nullable by itself may come back as null.
      if (!/anyOf|oneOf/.test(before)) expect(withoutNulls(said)).toEqual(withoutNulls(value));
    }),
    runs,
  );
});

it('makes a value that is valid of every reply that keeps to the strict schema', () => {
  fc.assert(
    fc.property(
      instances.chain(({ schema }) => {
        const strict = strictSchema('turn/start', schema);
        return replies(strict.schema).map((said) => ({ schema, strict, said }));
      }),
      ({ schema, strict, said }) => {
        fc.pre(valid(strict.schema, said));
        const value = structuredClone(said);
        strict.prune(value);
        expect(valid(schema, value)).toBe(true);
      },
    ),
    runs,
  );
});
