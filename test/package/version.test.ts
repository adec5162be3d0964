import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MANIFEST } from '../../generated/manifest.js';
import { SDK_VERSION } from '../../runtime/version.js';
import { root } from '../support/run.js';

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

it('is the same in the package and in the code', () => {
  expect(SDK_VERSION).toBe(manifest.version);
});

it('is exact for every dependency, and the same for a peer and its development twin', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const version of Object.values(all)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  for (const [name, version] of Object.entries(manifest.peerDependencies)) {
    expect(manifest.devDependencies[name]).toBe(version);
  }
});

it('of the runtime is the one that the generated code was made from', () => {
  expect(manifest.dependencies['@openai/codex']).toBe(MANIFEST.runtimeVersion);
});
