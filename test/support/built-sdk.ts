import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Options } from 'tsup';
import type { TestProject } from 'vitest/node';
import options from '../../tsup.config.js';
import { root } from './run.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A TypeScript configuration by which programs import the package as it is built. */
    readonly builtSdk: string;
  }
}

/**
 * Builds the package, without its types, once for all programs of the tests: they start several
 * times faster on it than on the source, and so does each thread of a blocking client.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'sdk-'));
  await build({
    ...(options as Options),
    config: false,
    outDir: folder,
    dts: false,
    clean: false,
    silent: true,
  });
  const name = 'codex-app-server-sdk';
  const tsconfig = join(folder, 'tsconfig.json');
  const paths = {
    [name]: ['./index.js'],
    [`${name}/snake_case/sync`]: ['./snake_case-sync.js'],
    [`${name}/*`]: ['./*.js'],
  };
  await writeFile(
    tsconfig,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: { paths } }),
  );
  provide('builtSdk', tsconfig);
  return () => rm(folder, { recursive: true, force: true });
}
