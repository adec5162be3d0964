import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Options } from 'tsup';
import options from '../../tsup.config.js';
import { root } from './run.js';

/** The package as it is built, without its types. */
export interface BuiltSdk extends AsyncDisposable {
  /** A TypeScript configuration by which programs import it. */
  readonly tsconfig: string;
}

/** Builds the package for programs of a test, which start faster on it than on the source. */
export async function buildSdk(): Promise<BuiltSdk> {
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
  return {
    tsconfig,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
