import { describe, expect, it } from 'vitest';
import * as root from '../../runtime/index.js';
import * as snake from '../../runtime/snake_case/index.js';
import * as snakeSync from '../../runtime/snake_case/sync/index.js';
import { snakeMembers } from '../../runtime/snake_case/sync/snake-members.js';
import { facadeMembers } from '../../runtime/sync/facade-members.js';
import * as sync from '../../runtime/sync/index.js';
import { missingTwins, snakeName } from '../snake_case/support/twins.js';

/** What a program builds for the client to use, which cannot be handed to another thread. */
const elsewhere = [
  'ProcessExit',
  'SpawnProcess',
  'SpawnProcessOptions',
  'SpawnedProcess',
  'Transport',
  'TransportEvents',
  'Validator',
  ...['spawn', 'transport', 'validate'].flatMap((option) => [
    `CodexConfig.${option}`,
    `Codex.start(config).${option}`,
  ]),
];

const itself = (name: string): string => name;

type Module = Readonly<Record<string, unknown>>;

describe.each([
  ['codex-app-server-sdk/sync', 'runtime/index.ts', 'runtime/sync/index.ts', root, sync],
  [
    'codex-app-server-sdk/snake_case/sync',
    'runtime/snake_case/index.ts',
    'runtime/snake_case/sync/index.ts',
    snake,
    snakeSync,
  ],
] as const)(
  '%s has everything of the asynchronous voice',
  (_name, there, here, async, blocking) => {
    it('in its types: exports, members, options, results', () => {
      const voice = { name: itself, blocking: true, except: elsewhere };
      expect(missingTwins(there, here, voice)).toEqual([]);
    });

    it('at run time: exports, and what they are', () => {
      for (const [name, exported] of Object.entries(async as Module)) {
        const twin = (blocking as Module)[name];
        expect([name, typeof twin]).toEqual([name, typeof exported]);
        if (isClass(exported) && exported.prototype instanceof Error) expect(twin).toBe(exported);
      }
    });
  },
);

describe('the descriptions of the facade', () => {
  it.each(Object.entries(facadeMembers))('have every member of %s', (name, members) => {
    const there = (root as Module)[name] as ClassLike;
    const left = ['constructor', 'discardEvents', 'signal'];
    const expected = membersOf(there.prototype).filter((member) => !left.includes(member));
    expect(Object.keys(members)).toEqual(expect.arrayContaining(expected));
    const twins = (snakeMembers as Readonly<Record<string, object>>)[name] ?? {};
    expect(Object.keys(twins)).toEqual(Object.keys(members).map(snakeName));
  });

  it.each([
    ['sync', sync, facadeMembers],
    ['snake_case/sync', snakeSync, snakeMembers],
  ] as const)('name what the classes of %s have', (_name, module, description) => {
    for (const [name, members] of Object.entries(description)) {
      const { prototype } = (module as Module)[name] as ClassLike;
      const expected = Object.entries(members)
        .filter(([, kind]) => kind !== 'field')
        .map(([member]) => member);
      expect(membersOf(prototype)).toEqual(expect.arrayContaining(expected));
    }
  });
});

type ClassLike = (new (...args: never) => object) & { readonly prototype: object };

function isClass(value: unknown): value is ClassLike {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

/** Names of own and inherited members, up to those of the language. */
function membersOf(prototype: object): string[] {
  const names = Object.getOwnPropertyNames(prototype);
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent === null || parent === Object.prototype ? names : [...names, ...membersOf(parent)];
}
