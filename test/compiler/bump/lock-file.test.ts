import { expect, it } from 'vitest';
import { completeLock, missingPlatforms } from '../../../compiler/bump/complete-lock.js';
import { lockChanges } from '../../../compiler/bump/lock-changes.js';

interface Packages {
  readonly [place: string]: object;
}

function lock(packages: Packages): string {
  return `${JSON.stringify({ name: 'x', lockfileVersion: 3, packages }, null, 2)}\n`;
}

function runtime(version: string, ...platforms: readonly string[]): Packages {
  const name = (key: string): string => `@openai/codex-${key}`;
  return {
    '': { name: 'x', dependencies: { '@openai/codex': version, ws: '8.0.0' } },
    'node_modules/@openai/codex': {
      version,
      license: 'Apache-2.0',
      engines: { node: '>=16' },
      optionalDependencies: Object.fromEntries(
        ['darwin-arm64', 'linux-x64'].map((key) => [
          name(key),
          `npm:@openai/codex@${version}-${key}`,
        ]),
      ),
    },
    ...Object.fromEntries(
      platforms.map((key) => [
        `node_modules/${name(key)}`,
        { name: '@openai/codex', version: `${version}-${key}`, integrity: `sha512-${version}` },
      ]),
    ),
  };
}

it('is completed with the platforms that a registry does not have', () => {
  const found = lock({ ...runtime('2.0.0', 'linux-x64'), 'node_modules/ws': { version: '8.0.0' } });
  expect(missingPlatforms(found)).toEqual(['@openai/codex-darwin-arm64']);
  const completed = completeLock(found);
  expect(missingPlatforms(completed)).toEqual([]);
  const { packages } = JSON.parse(completed) as { packages: Packages };
  expect(Object.keys(packages)).toEqual([
    '',
    'node_modules/@openai/codex',
    'node_modules/@openai/codex-darwin-arm64',
    'node_modules/@openai/codex-linux-x64',
    'node_modules/ws',
  ]);
  expect(packages['node_modules/@openai/codex-darwin-arm64']).toEqual({
    name: '@openai/codex',
    version: '2.0.0-darwin-arm64',
    cpu: ['arm64'],
    license: 'Apache-2.0',
    optional: true,
    os: ['darwin'],
    engines: { node: '>=16' },
  });
  expect(completeLock(completed)).toBe(completed);
});

it('may change where the runtime is, and nowhere else', () => {
  const ws = { 'node_modules/ws': { version: '8.0.0' } };
  const old = lock({ ...runtime('1.0.0', 'darwin-arm64', 'linux-x64'), ...ws });
  const current = lock({ ...runtime('2.0.0', 'linux-x64'), ...ws });
  expect(lockChanges(old, current)).toEqual({ added: [], foreign: [] });

  const more = {
    'node_modules/new': { version: '1.0.0' },
    'node_modules/ws': { version: '8.0.1' },
  };
  expect(lockChanges(old, lock({ ...runtime('2.0.0'), ...more }))).toEqual({
    added: ['node_modules/new'],
    foreign: ['node_modules/ws'],
  });
  const changed = { ...runtime('2.0.0'), ...ws, '': { name: 'y' } };
  expect(lockChanges(old, lock(changed)).foreign).toEqual(['the project itself']);
});
