import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RESERVED } from '../../../compiler/name/reserved.js';

const FILES = ['api', 'caller', 'manifest', 'methods', 'protocol', 'snake_case/api'];

it('no type of a schema can take a name that the client exports itself or uses for what it imports', () => {
  const exported = FILES.flatMap((file) =>
    [
      ...readFileSync(`generated/${file}.ts`, 'utf8').matchAll(
        /^(?:export \w+|import .* as) (\w+)/gm,
      ),
    ].map(([, name = '']) => name),
  );
  const own = exported.filter((name) => name === 'Api' || !name.endsWith('Api'));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter((name) => !RESERVED.includes(name))).toEqual([]);
});
