import { expect, it } from 'vitest';
import { InvalidParamsError } from '../../runtime/index.js';
import { strictSchema } from '../../runtime/output/strict/strict-schema.js';

function strict(schema: object): Record<string, unknown> {
  const before = structuredClone(schema);
  const { schema: copy } = strictSchema('turn/start', schema);
  expect(schema).toEqual(before);
  return copy;
}

function pruned(schema: object, reply: unknown): unknown {
  const value = structuredClone(reply);
  strictSchema('turn/start', schema).prune(value);
  return value;
}

function problems(schema: object): string[] {
  try {
    strictSchema('turn/start', schema);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidParamsError);
    return (error as Error).message.split('\n- ').slice(1);
  }
  return [];
}

function object(properties: object, required: string[] = Object.keys(properties)): object {
  return { type: 'object', properties, required };
}

it('requires every property, makes optional ones nullable and closes the object', () => {
  expect(strict(object({ a: { type: 'string' }, b: { type: 'number' } }, ['a']))).toEqual({
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: ['number', 'null'] } },
    required: ['a', 'b'],
    additionalProperties: false,
  });
});

it('takes out the nulls that it asked for, and no others', () => {
  const schema = object(
    {
      added: { type: 'string' },
      own: { type: ['string', 'null'] },
      either: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      listed: { enum: ['x', null] },
      nested: object(
        {
          added: { type: 'string' },
          list: { type: 'array', items: object({ n: { type: 'null' } }, []) },
        },
        [],
      ),
      referred: { $ref: '#/$defs/maybe' },
    },
    [],
  );
  const whole = { ...schema, $defs: { maybe: { type: ['boolean', 'null'] } } };
  const reply = {
    added: null,
    own: null,
    either: null,
    listed: null,
    nested: { added: null, list: [{ n: null }] },
    referred: null,
  };
  const { added: _, ...kept } = reply;
  expect(pruned(whole, reply)).toEqual({ ...kept, nested: { list: [{ n: null }] } });
});

it('keeps a required null that does not fit, for the validation to find', () => {
  expect(pruned(object({ a: { type: 'string' } }), { a: null })).toEqual({ a: null });
});

it('decides by the branch of a union which nulls to take out', () => {
  const kinds = {
    oneOf: [
      object({ kind: { const: 'a' }, note: { type: 'string' } }, ['kind']),
      object({ kind: { const: 'b' }, note: { type: ['string', 'null'] } }),
    ],
  };
  const schema = object({ list: { type: 'array', items: kinds } });
  const list = [
    { kind: 'a', note: null },
    { kind: 'b', note: null },
  ];
  expect(pruned(schema, { list })).toEqual({ list: [{ kind: 'a' }, { kind: 'b', note: null }] });
  expect(strict(schema)['properties']).toMatchObject({
    list: { items: { anyOf: [{ required: ['kind', 'note'] }, { required: ['kind', 'note'] }] } },
  });
});

it.each([
  ['minLength', { type: 'string', minLength: 3 }, 'ab', 'abc'],
  ['maxLength', { type: 'string', maxLength: 1 }, '👩👩', '👩'],
  ['pattern', { type: 'string', pattern: '^(?!x)' }, 'xy', 'yx'],
  ['minimum', { type: 'number', minimum: 3 }, 2, 3],
  ['maximum', { type: 'number', maximum: 3 }, 4, 3],
  ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 3 }, 3, 4],
  ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 3 }, 3, 2],
  ['multipleOf', { type: 'integer', multipleOf: 3 }, 4, 6],
  ['minItems', { type: 'array', items: { type: 'null' }, minItems: 1 }, [], [null]],
  ['maxItems', { type: 'array', items: { type: 'null' }, maxItems: 0 }, [null], []],
  ['uniqueItems', { type: 'array', items: { type: 'integer' }, uniqueItems: true }, [1, 1], [1, 2]],
  ['enum', { enum: ['x', 'y'] }, 'z', 'x'],
])('tells branches apart by %s', (_keyword, limited, outside, inside) => {
  const branches = [
    object({ by: limited, note: { type: 'string' } }, ['by']),
    object({ by: {}, note: { type: 'null' } }),
  ];
  const [first, second] = branches as [object, { properties: object }];
  const any = { type: ['string', 'number', 'array'], items: { type: ['integer', 'null'] } };
  const schema = object({
    u: { anyOf: [first, { ...second, properties: { by: any, note: { type: 'null' } } }] },
  });
  expect(pruned(schema, { u: { by: inside, note: null } })).toEqual({ u: { by: inside } });
  expect(pruned(schema, { u: { by: outside, note: null } })).toEqual({
    u: { by: outside, note: null },
  });
});

it('says in words the limits that strict mode has no keywords for', () => {
  const schema = object({
    name: { type: 'string', description: 'Their name', minLength: 2, maxLength: 9 },
    link: { type: 'string', format: 'uri' },
    born: { type: 'string', format: 'date', pattern: '^\\d' },
    mail: { type: 'string', pattern: '^(?!\\.)x' },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true, minItems: 1 },
  });
  expect(strict(schema)['properties']).toEqual({
    name: { type: 'string', description: 'Their name (minLength: 2, maxLength: 9)' },
    link: { type: 'string', description: '(format: "uri")' },
    born: { type: 'string', format: 'date', pattern: '^\\d' },
    mail: { type: 'string', description: '(pattern: "^(?!\\\\.)x")' },
    tags: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      description: '(uniqueItems: true)',
    },
  });
});

it('leaves out what only annotates, and gives types to listed values', () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $comment: 'x',
    ...object({
      a: { const: 'x', default: 'x', examples: ['x'], deprecated: true, 'x-mine': 1 },
      b: { enum: [1, 2.5, null], title: 'B' },
      c: { type: 'string', nullable: true },
    }),
  };
  expect(strict(schema)['properties']).toEqual({
    a: { type: 'string', enum: ['x'] },
    b: { type: ['number', 'null'], enum: [1, 2.5, null], title: 'B' },
    c: { type: ['string', 'null'] },
  });
});

it('knows which type keywords without one are about', () => {
  const schema = object({
    s: { minLength: 1 },
    n: { minimum: 1 },
    a: { items: { type: 'null' } },
    o: { properties: {} },
  });
  expect(strict(schema)['properties']).toMatchObject({
    s: { type: 'string' },
    n: { type: 'number' },
    a: { type: 'array' },
    o: { type: 'object' },
  });
});

it('follows references wherever they point, and keeps those that recur', () => {
  const schema = {
    $ref: '#/definitions/tree',
    definitions: {
      tree: object({ label: { type: 'string' }, left: { $ref: '#/definitions/tree' } }, ['label']),
      unused: { additionalProperties: true },
    },
  };
  expect(strict(schema)).toEqual({
    type: 'object',
    properties: {
      label: { type: 'string' },
      left: { anyOf: [{ $ref: '#/$defs/tree' }, { type: 'null' }] },
    },
    required: ['label', 'left'],
    additionalProperties: false,
    $defs: { tree: expect.objectContaining({ required: ['label', 'left'] }) as unknown },
  });
  const reply = { label: 'a', left: { label: 'b', left: null } };
  expect(pruned(schema, reply)).toEqual({ label: 'a', left: { label: 'b' } });
});

it('refers to the root as #, and lets nothing stand beside a reference', () => {
  const schema = object({ next: { $ref: '#', description: 'The rest' } }, []);
  expect(strict(schema)['properties']).toEqual({
    next: { description: 'The rest', anyOf: [{ $ref: '#' }, { type: 'null' }] },
  });
  const required = object({
    like: { $ref: '#/properties/a~1b', title: 'Like' },
    'a/b': { type: 'string' },
  });
  expect(strict(required)).toMatchObject({
    properties: { like: { title: 'Like', anyOf: [{ $ref: '#/$defs/a_1b' }] } },
    $defs: { a_1b: { type: 'string' } },
  });
});

it('gives definitions of one name in two places different names', () => {
  const schema = {
    ...object({ a: { $ref: '#/$defs/x' }, b: { $ref: '#/definitions/x' } }),
    $defs: { x: { type: 'string' } },
    definitions: { x: { type: 'number' } },
  };
  expect(strict(schema)).toMatchObject({
    properties: { a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/x_2' } },
    $defs: { x: { type: 'string' }, x_2: { type: 'number' } },
  });
});

it('merges allOf, for strict mode has none', () => {
  const schema = {
    allOf: [
      { $ref: '#/$defs/base' },
      {
        properties: { id: { minimum: 5, type: 'number' }, extra: { type: 'string' } },
        required: ['extra'],
      },
    ],
    $defs: { base: object({ id: { type: 'integer', minimum: 1 }, next: { $ref: '#' } }, ['id']) },
  };
  expect(strict(schema)).toEqual({
    type: 'object',
    properties: {
      id: { type: 'integer', minimum: 1, description: '(minimum: 5)' },
      next: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
      extra: { type: 'string' },
    },
    required: ['id', 'next', 'extra'],
    additionalProperties: false,
  });
});

it('spreads what stands beside alternatives over them, and drops those that cannot be', () => {
  const schema = object({
    u: {
      ...object({ a: { type: 'string' }, b: { type: 'string' } }, []),
      oneOf: [{ required: ['a'] }, { required: ['b'] }, { type: 'string' }],
    },
    single: { anyOf: [{ type: 'string', description: 'inner' }], description: 'outer' },
  });
  expect(strict(schema)['properties']).toEqual({
    u: {
      anyOf: [
        {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: ['string', 'null'] } },
          required: ['a', 'b'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: { a: { type: ['string', 'null'] }, b: { type: 'string' } },
          required: ['a', 'b'],
          additionalProperties: false,
        },
      ],
    },
    single: { type: 'string', description: 'outer' },
  });
});

it('ends on schemas that recur while they are merged', () => {
  const schema = {
    ...object({ both: { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }] } }),
    $defs: {
      a: object({ next: { $ref: '#/$defs/a' } }, []),
      b: object({ next: { $ref: '#/$defs/b' } }, []),
    },
  };
  const reply = { both: { next: { next: { next: null } } } };
  expect(pruned(schema, reply)).toEqual({ both: { next: { next: {} } } });
});

it.each([
  [
    'a map',
    { m: { type: 'object', additionalProperties: { type: 'number' } } },
    '#/properties/m/additionalProperties: a map',
  ],
  [
    'an open object',
    { m: { type: 'object', properties: { a: { type: 'null' } }, additionalProperties: true } },
    '#/properties/m/additionalProperties: a map',
  ],
  [
    'any object',
    { m: { type: 'object' } },
    '#/properties/m: an object without `properties` is a map',
  ],
  [
    'patterns of keys',
    { m: { type: 'object', patternProperties: { x: true } } },
    '#/properties/m/patternProperties: a map by patterns of keys',
  ],
  [
    'any value',
    { 'a/b': {} },
    '#/properties/a~1b: it accepts any value; strict mode needs its type',
  ],
  [
    'any value, as true',
    { a: true },
    '#/properties/a: it accepts any value; strict mode needs its type',
  ],
  ['no value', { a: false }, '#/properties/a: it accepts no value at all'],
  [
    'a contradiction',
    { a: { type: 'string', enum: [1] } },
    '#/properties/a: it accepts no value at all',
  ],
  [
    'any items',
    { a: { type: 'array' } },
    '#/properties/a: an array without `items` accepts any items',
  ],
  [
    'a tuple',
    { a: { type: 'array', prefixItems: [{ type: 'null' }], items: false } },
    '#/properties/a/prefixItems: a tuple',
  ],
  [
    'a tuple of draft-07',
    { a: { type: 'array', items: [{ type: 'null' }] } },
    '#/properties/a/items: a tuple',
  ],
  ['a negation', { a: { type: 'string', not: { const: 'x' } } }, '#/properties/a/not: a negation'],
  ['a condition', { a: { type: 'string', if: { const: 'x' } } }, '#/properties/a/if: a condition'],
  ['a fixed object', { a: { const: { b: 1 } } }, '#/properties/a: a fixed object or array'],
  ['an unknown type', { a: { type: 'text' } }, '#/properties/a/type: "text" is no type of JSON'],
  ['no schema', { a: 'string' }, '#/properties/a: it is not a schema'],
  ['no list', { a: { anyOf: [] } }, '#/properties/a/anyOf: it is not a list of schemas'],
  [
    'a limit that is none',
    { a: { type: 'number', minimum: '1' } },
    '#/properties/a/minimum: it is not a number',
  ],
  [
    'a reference elsewhere',
    { a: { $ref: 'other.json#/x' } },
    '#/properties/a/$ref: "other.json#/x" points to nothing within the schema (only #/… is followed)',
  ],
  [
    'a missing property',
    { a: { type: 'object', properties: {}, required: ['b'] } },
    '#/properties/a: `b` is required and not among the `properties`',
  ],
])('refuses %s and says where', (_what, properties, problem) => {
  expect(problems(object(properties))[0]).toBe(problem);
});

it.each([
  ['a string', { type: 'string' }],
  ['an array', { type: 'array', items: { type: 'string' } }],
  ['a nullable object', { type: ['object', 'null'], properties: {} }],
  ['a union', { anyOf: [object({ a: { type: 'string' } }), object({ b: { type: 'string' } })] }],
  ['nothing but itself', { $ref: '#' }],
])('refuses %s as the whole answer', (_what, schema) => {
  expect(problems(schema)[0]).toMatch(/^#: /);
});

it('refuses all that it finds at once, and points out the way around it', () => {
  const schema = object({ a: {}, b: { type: 'object', additionalProperties: true } });
  expect(problems(schema)).toHaveLength(2);
  expect(() => strict(schema)).toThrow('`strictOutput: false`');
});

it('refuses endless schemas instead of following them', () => {
  const a = { ...object({}), anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] };
  expect(problems({ ...object({ a: { $ref: '#/$defs/a' } }), $defs: { a } })[0]).toContain(
    'without end',
  );
  let deep: object = { type: 'string' };
  for (let level = 0; level < 1000; level++) deep = object({ deep });
  expect(problems(deep)[0]).toContain('too deeply');
});

it('handles keys that mean something to JavaScript', () => {
  const properties = JSON.parse(
    '{"__proto__":{"type":"string"},"constructor":{"type":"string"}}',
  ) as object;
  const schema = object(properties, []);
  expect(JSON.stringify(strict(schema)['properties'])).toBe(
    '{"__proto__":{"type":["string","null"]},"constructor":{"type":["string","null"]}}',
  );
  const reply = JSON.parse('{"__proto__":null,"constructor":"x"}') as object;
  expect(JSON.stringify(pruned(schema, reply))).toBe('{"constructor":"x"}');
});
