import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundle, ref } from './support/bundle.js';
import { compileBundle } from './support/compile.js';
import { typeCheck } from './support/type-check.js';
import type { Json, JsonObject } from '../../compiler/util/json.js';

/** Names that TypeScript, JavaScript or the client itself have plans for. */
const HOSTILE = [
  ...['any', 'unknown', 'never', 'string', 'number', 'object', 'symbol', 'undefined', 'void'],
  ...['class', 'default', 'delete', 'enum', 'extends', 'function', 'import', 'interface', 'new'],
  ...['type', 'typeof', 'yield', 'await', 'async', 'static', 'let', 'package', 'infer', 'readonly'],
  ...['Array', 'Date', 'Error', 'Function', 'Map', 'Object', 'Readonly', 'Record', 'String'],
  ...['Extract', 'Promise', 'Disposable', 'AbortSignal', 'Symbol', 'globalThis', 'Reflect'],
  ...['Api', 'Caller', 'CallOptions', 'METHODS', 'RequestMap', 'RequestMethod', 'Shape', 'Table'],
  ...['constructor', 'prototype', '__proto__', 'toString', 'hasOwnProperty', 'then', 'call'],
  ...['1st', '0', '-', '.', ' ', '', '$', '_', '$ref', '_meta', 'a-b', 'a.b', 'a/b', 'a b', 'a_b'],
  ...["it's", 'q"q', 'back\\slash', 'back`tick', '${x}', '*/', '/*', '//', '@tag', '<T>', '[k]'],
  ...['ünï', '名前', '🙂', 'a\u2028b', 'a\nb', 'a\u0000b', 'İ', 'ß', 'Ⅷ', '\u200d'],
];

/** A protocol made of names. */
function protocolOf(names: readonly string[]): JsonObject {
  const struct = {
    type: 'object',
    required: names.slice(0, 3),
    properties: Object.fromEntries(names.map((name): [string, Json] => [name, { type: 'string' }])),
  };
  const union = {
    oneOf: names.map((name) => ({
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string', enum: [name] } },
    })),
  };
  const enumeration = { type: 'string', enum: names, description: names.join(' ') };
  return bundle({
    v2: {
      StructParams: struct,
      StructResponse: { type: 'object', properties: { union: ref('Union') } },
      Union: union,
      Enumeration: enumeration,
    },
    requests: {
      'a/struct': { params: ref('StructParams') },
    },
    notifications: { tell: { params: ref('Enumeration') } },
  });
}

function definitionsOf(names: readonly string[]): JsonObject {
  return bundle({
    v2: Object.fromEntries(names.map((name): [string, Json] => [name, { type: 'string' }])),
    notifications: Object.fromEntries(
      names.map((name, index) => [`n${index}`, { params: { $ref: pointerTo(name) } }]),
    ),
  });
}

function methodsOf(names: readonly string[]): JsonObject {
  const requests = Object.fromEntries(
    names.flatMap((name) => [
      [name, { params: ref('AnyParams') }],
      [`${name}/go`, { params: ref('AnyParams') }],
      [`thread/${name}`, { params: ref('AnyParams') }],
    ]),
  );
  return bundle({
    v2: { AnyParams: { type: 'object' }, AnyResponse: { type: 'object' } },
    requests,
  });
}

function pointerTo(name: string): string {
  return `#/definitions/v2/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Either the output compiles or a diagnostic says which name is in the way. */
async function expectHonest(surface: JsonObject): Promise<'compiles' | 'refused'> {
  const { files, diagnostics } = await compileBundle({ surface });
  if (files.length > 0) {
    expect(typeCheck(files)).toEqual([]);
    return 'compiles';
  }
  const honest = ['name-collision', 'invalid-name', 'duplicate-method'];
  expect(diagnostics.filter(({ code }) => !honest.includes(code))).toEqual([]);
  return 'refused';
}

describe('hostile names', () => {
  it('of properties, tags and values compile, all together', async () => {
    expect(await expectHonest(protocolOf(HOSTILE))).toBe('compiles');
  });

  it('of definitions compile or are refused, each by itself', async () => {
    const clean = HOSTILE.filter((name) => !/[~%]/.test(name));
    const outcomes = new Map<string, string>();
    for (const name of clean) {
      const { diagnostics } = await compileBundle({
        surface: definitionsOf([name]),
        modelOnly: true,
      });
      outcomes.set(name, diagnostics.map(({ code }) => code).join());
    }
    const accepted = clean.filter((name) => outcomes.get(name) === '');
    expect(accepted).toContain('string');
    expect(accepted).toContain('Array');
    expect(outcomes.get('Promise')).toBe('name-collision');
    expect(outcomes.get('-')).toBe('invalid-name');
    // A map of definitions in which these stand alone cannot be told from a schema.
    for (const keyword of ['default', 'then']) {
      expect(outcomes.get(keyword)).toMatch(/dangling-reference/);
      outcomes.delete(keyword);
    }
    const others = [...outcomes.values()];
    expect(new Set(others)).toEqual(new Set(['', 'name-collision', 'invalid-name']));
    expect(await expectHonest(definitionsOf(distinct(accepted)))).toBe('compiles');
  });

  it('of methods compile or are refused, each by itself', async () => {
    const outcomes = new Map<string, string>();
    for (const name of HOSTILE) {
      const { diagnostics } = await compileBundle({ surface: methodsOf([name]), modelOnly: true });
      outcomes.set(name, diagnostics.map(({ code }) => code)[0] ?? '');
    }
    expect(outcomes.get('then')).toBe('name-collision');
    expect(outcomes.get('-')).toBe('invalid-name');
    const accepted = HOSTILE.filter((name) => outcomes.get(name) === '');
    expect(accepted.length).toBeGreaterThan(40);
    expect(await expectHonest(methodsOf(distinct(accepted)))).toBe('compiles');
  });

  it('at random compile or are refused', async () => {
    const name = fc.oneof(
      fc.constantFrom(...HOSTILE.filter((hostile) => !/[~%]/.test(hostile))),
      fc.string({ unit: fc.constantFrom(...'aB1_$-./ü'.split('')), maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), async (names) => {
        await expectHonest(protocolOf(names));
        await expectHonest(definitionsOf(names));
        await expectHonest(methodsOf(names));
      }),
      { numRuns: 8, seed: 3 },
    );
  });
});

/** Names that do not want the same identifier as an earlier one. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase().replaceAll(/[^\p{ID_Continue}]|_/gu, '');
    return !taken.has(key) && taken.add(key);
  });
}
