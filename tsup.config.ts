import { defineConfig, type Options } from 'tsup';

/** What is imported by name. */
const entries = {
  index: 'runtime/index.ts',
  protocol: 'runtime/protocol.ts',
  snake_case: 'runtime/snake_case/index.ts',
  'snake_case-sync': 'runtime/snake_case/sync/index.ts',
  sync: 'runtime/sync/index.ts',
  testing: 'runtime/testing/index.ts',
  validation: 'runtime/validation/index.ts',
};

const options: Options = {
  entry: {
    ...entries,
    'codex-sdkgen': 'compiler/bin.ts',
    // Threads of the blocking clients, which look for them beside themselves.
    'snake_case-sync-worker': 'runtime/snake_case/sync/worker.ts',
    'sync-worker': 'runtime/sync/worker.ts',
  },
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  splitting: true,
  clean: true,
  sourcemap: false,
  // A class that names itself would else be called by an inner name: `_Codex`.
  keepNames: true,
  dts: {
    entry: entries,
    // What is wrong in the types is found by the type check, not once more here.
    compilerOptions: { noCheck: true },
    // Consumers with an older `lib` need the Disposable types that the declarations use.
    banner: '/// <reference lib="esnext.disposable" />',
    resolve: ['@standard-schema/spec'],
  },
};

const config: ReturnType<typeof defineConfig> = defineConfig(options);

export default config;
