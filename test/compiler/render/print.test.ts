import { format } from 'prettier';
import { StructureKind, type StatementStructures } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { print } from '../../../compiler/render/print.js';
import { STYLE } from '../../../compiler/render/style.js';

const LONG = 'x'.repeat(45);

function names(count: number): { name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `Name${index}` }));
}

function method(parameters: readonly string[], isAsync = false): StatementStructures {
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: 'C',
    methods: [
      {
        name: 'start',
        isAsync,
        parameters: parameters.map((name) => ({ name, type: LONG, initializer: '{}' })),
        returnType: `Promise<${LONG}>`,
        statements: ["return this.#api.request('a/b', params, options);"],
      },
    ],
  };
}

function port(count: number, as: object = {}): StatementStructures {
  return {
    kind: StructureKind.ImportDeclaration,
    moduleSpecifier: './types.js',
    namedImports: names(count).map((name) => ({ ...name, ...as })),
  };
}

describe('a statement is settled only as prettier lays it out', () => {
  it.each<[string, StatementStructures, boolean]>([
    ['a short import', port(2), true],
    ['a long import', port(40, { isTypeOnly: true }), true],
    ['an import under another name', port(30, { alias: 'Other' }), true],
    ['a method that fits', method([]), true],
    ['a method that does not', method(['params', 'options']), true],
    ['a method that awaits', method(['params', 'options'], true), false],
    [
      'an interface with an object in it',
      {
        kind: StructureKind.Interface,
        isExported: true,
        name: 'Map',
        properties: [{ name: "'a/b'", type: `{\nparams: ${LONG};\nresult: ${LONG};\n}` }],
      },
      true,
    ],
  ])('%s', async (_what, statement, settled) => {
    const printed = print(statement);
    expect(printed.settled).toBe(settled);
    expect(`${printed.text}\n`).toBe(await format(printed.text, STYLE));
  });
});
