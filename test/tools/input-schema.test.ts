import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { InvalidParamsError, tool } from '../../runtime/index.js';
import { declaredInput } from '../../runtime/tools/input-schema.js';

function declared(schema: object): unknown {
  const before = structuredClone(schema);
  const copy = declaredInput('thread/start', 'x', schema);
  expect(schema).toEqual(before);
  return copy;
}

it('says the type of listed values, which the runtime would take for strings', () => {
  const properties = { one: { const: 5 }, some: { enum: [true, null] }, kind: { const: 'a' } };
  expect(declared({ type: 'object', properties })).toEqual({
    type: 'object',
    properties: {
      one: { const: 5, type: 'integer' },
      some: { enum: [true, null], type: ['boolean', 'null'] },
      kind: { const: 'a', type: 'string' },
    },
  });
});

it('leaves open what is open, which the runtime would take for strings', () => {
  const properties = {
    any: true,
    list: { type: 'array' },
    pair: { type: 'array', prefixItems: [{ type: 'number' }, true], items: false },
    old: { type: 'array', items: [{ type: 'number' }] },
    deep: { anyOf: [{ type: 'object', properties: { any: true } }] },
  };
  expect(declared({ type: 'object', properties, $defs: { any: true } })).toMatchObject({
    properties: {
      any: {},
      list: { items: {} },
      pair: { items: { anyOf: [{ type: 'number' }, {}] } },
      old: { items: { anyOf: [{ type: 'number' }] } },
      deep: { anyOf: [{ properties: { any: {} } }] },
    },
    $defs: { any: {} },
  });
});

it('puts the object at the top when a reference leads to it', () => {
  const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
  expect(declared({ $ref: '#/$defs/node', $defs: { node } })).toEqual({ ...node, $defs: { node } });
});

it('takes away at the top what the service refuses there; the arguments are validated anyway', () => {
  const properties = { a: { type: 'string' }, b: { type: 'string' } };
  const anyOf = [{ required: ['a'] }, { required: ['b'] }];
  expect(declared({ properties, anyOf })).toEqual({ type: 'object', properties });
  expect(declared({ type: 'object' })).toEqual({ type: 'object', properties: {} });
});

it.each([
  ['a string', { type: 'string' }],
  ['a list', { type: 'array', items: { type: 'string' } }],
  ['any value', {}],
  [
    'alternatives',
    { type: 'object', oneOf: [{ properties: { a: true } }, { properties: { b: true } }] },
  ],
  ['parts', { allOf: [{ type: 'object', properties: {} }] }],
  ['a reference to nothing', { $ref: '#/$defs/node' }],
  ['a reference to itself', { $ref: '#' }],
])('refuses %s as the whole input', (_what, schema) => {
  expect(() => declared(schema)).toThrow(InvalidParamsError);
  expect(() => declared(schema)).toThrow('the `input` of the tool "x" must be an object');
});

it.each([
  ['zod', z.object({ city: z.string(), days: z.int().optional() })],
  [
    'valibot',
    toStandardJsonSchema(
      v.object({ city: v.string(), days: v.optional(v.pipe(v.number(), v.integer())) }),
    ),
  ],
  ['arktype', type({ city: 'string', 'days?': 'number.integer' })],
])('takes the JSON Schema of what goes in from %s', (_vendor, input) => {
  const { inputSchema } = tool({
    name: 'x',
    description: 'x',
    input: input as object,
    execute: () => 1,
  });
  expect(inputSchema).toMatchObject({
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city'],
  });
});

it.each([
  ['a valibot schema alone', v.object({}), 'toStandardJsonSchema()'],
  ['what JSON has not', z.object({ at: z.date() }), 'Date cannot be represented'],
  ['no schema', 'city', 'must be a Standard Schema or a JSON Schema object, not a string'],
])('refuses %s when the tool is made', (_what, input, why) => {
  const make = () =>
    tool({ name: 'x', description: 'x', input: input as object, execute: () => 1 });
  expect(make).toThrow(InvalidParamsError);
  expect(make).toThrow(why);
});
