import { expect, it } from 'vitest';
import { issueLines } from '../../runtime/schema/issues.js';
import { jsonTypesOf, resolvePointer } from '../../runtime/schema/json-schema.js';
import { compileJsonSchema } from '../../runtime/validation/json-schema.js';

it.each<[string, object, unknown, { message: string; path: (string | number)[] }[]]>([
  ['nothing', { type: 'object' }, {}, []],
  ['a wrong type', { type: 'string' }, 1, [{ message: 'must be string', path: [] }]],
  ['what is missing', { required: ['a/b'] }, {}, [{ message: 'is missing', path: ['a/b'] }]],
  [
    'what is too much',
    { properties: { 'a~': { properties: {}, additionalProperties: false } } },
    { 'a~': { x: 1 } },
    [{ message: 'is not expected', path: ['a~', 'x'] }],
  ],
  [
    'what is left over',
    { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
    { a: 1, b: 2 },
    [{ message: 'is not expected', path: ['b'] }],
  ],
  [
    'a place in a list, and a key that looks like one',
    { items: { properties: { 0: { type: 'null' } } } },
    [{}, { 0: 1 }],
    [{ message: 'must be null', path: [1, '0'] }],
  ],
  ['a listed value', { enum: ['a', 1] }, 'b', [{ message: 'must be one of "a", 1', path: [] }]],
  ['the only value', { const: 'a' }, 'b', [{ message: 'must be "a"', path: [] }]],
  [
    'a property of every object',
    { required: ['toString'] },
    {},
    [{ message: 'is missing', path: ['toString'] }],
  ],
])('tells %s', (_what, schema, value, issues) => {
  expect(compileJsonSchema(schema)(value)).toEqual(issues);
});

it('keeps schemas of one $id apart, and knows nothing of earlier ones', () => {
  const [first, second] = [
    compileJsonSchema({ $id: 'urn:mine:x', type: 'string' }),
    compileJsonSchema({ $id: 'urn:mine:x', type: 'number' }),
  ];
  expect([first('a').length, second('a').length]).toEqual([0, 1]);
  expect(() => compileJsonSchema({ $ref: 'urn:mine:x' })).toThrow('urn:mine:x');
});

it('finds the dialect: what $schema says, else the one that fits', () => {
  const tuple = { items: [{ type: 'string' }] };
  const $schema = 'http://json-schema.org/draft-07/schema#';
  expect(compileJsonSchema({ ...tuple, $schema })([1])).toHaveLength(1);
  expect(compileJsonSchema(tuple)([1])).toHaveLength(1);
  expect(compileJsonSchema({ prefixItems: [{ type: 'string' }] })([1])).toHaveLength(1);
  const newer = 'https://json-schema.org/draft/2020-12/schema';
  expect(() => compileJsonSchema({ ...tuple, $schema: newer })).toThrow('schema is invalid');
  expect(() => compileJsonSchema({ type: 'text' })).toThrow('schema is invalid');
});

it('writes issues for people and models', () => {
  const issues = [
    { message: 'is wrong', path: [] },
    { message: 'is bad', path: ['days', 0, 'a b', Symbol('s')] },
    { message: 'is cut', path: ['x'] },
  ];
  expect(issueLines(issues)).toBe('- is wrong\n- days[0]["a b"]["Symbol(s)"]: is bad\n- x: is cut');
  expect(issueLines(issues, 2)).toMatch(/\n- and 1 more$/);
});

it('follows pointers, and names types', () => {
  const root = { $defs: { 'a/b': { '~': [7] }, 'c d': 8 } };
  expect(resolvePointer(root, '#')).toEqual({ value: root });
  expect(resolvePointer(root, '#/$defs/a~1b/~0/0')).toEqual({ value: 7 });
  expect(resolvePointer(root, '#/$defs/c%20d')).toEqual({ value: 8 });
  for (const nowhere of ['', '#x', '#/x', '#/$defs/toString', '#/$defs/%', 'x#/$defs']) {
    expect(resolvePointer(root, nowhere)).toBeUndefined();
  }
  expect(jsonTypesOf([1, 2.5, null, [], {}, true, 'x', undefined])).toEqual([
    'number',
    'null',
    'array',
    'object',
    'boolean',
    'string',
  ]);
});
