import { describe, expect, it } from 'vitest';
import * as root from '../../runtime/index.js';
import { handlerNames } from '../../runtime/session/handlers.js';
import * as snake from '../../runtime/snake_case/index.js';
import { handlerMethods } from '../../runtime/snake_case/handlers.js';
import { missingTwins, snakeName } from './support/twins.js';

type Module = Readonly<Record<string, unknown>>;

describe('everything of the facade is here', () => {
  it('in its types: exports, members, options, results', () => {
    expect(missingTwins('runtime/index.ts', 'runtime/snake_case/index.ts')).toEqual([]);
  });

  it('at run time: exports', () => {
    const expected = Object.keys(root).map((name) =>
      /^[A-Z]/.test(name) ? name : snakeName(name),
    );
    expect(Object.keys(snake)).toEqual(expect.arrayContaining(expected));
  });

  it.each(Object.keys(root).filter((name) => isClass((root as Module)[name])))(
    'at run time: members of %s',
    (name) => {
      const there = (root as Module)[name] as ClassLike;
      const here = (snake as Module)[name] as ClassLike;
      if (there.prototype instanceof Error) expect(here).toBe(there);
      for (const [of, twin] of [
        [there, here],
        [there.prototype, here.prototype],
      ] as const) {
        const expected = membersOf(of).map((key) => (here === there ? key : snakeName(key)));
        expect(membersOf(twin)).toEqual(expect.arrayContaining(expected));
      }
    },
  );

  it('each handler answers the request that it answers at the root', () => {
    const there = Object.entries(handlerNames).map(([method, name]) => [snakeName(name), method]);
    expect(handlerMethods).toEqual(Object.fromEntries(there));
  });
});

type ClassLike = (new (...args: never) => object) & { readonly prototype: object };

function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

/** What handles do for the facade itself. */
const internal = ['discardEvents'];

/** Names of own and inherited members, up to those of the language. */
function membersOf(object: object): string[] {
  const own = Object.getOwnPropertyNames(object).filter(
    (name) => !['length', 'name', 'prototype', ...internal].includes(name),
  );
  const parent = Object.getPrototypeOf(object) as object | null;
  const isOfLanguage = parent === Object.prototype || parent === Function.prototype;
  return parent === null || isOfLanguage || parent === Error.prototype || parent === Error
    ? own
    : [...own, ...membersOf(parent)];
}
