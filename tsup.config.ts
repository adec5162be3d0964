import { defineConfig, type Options } from 'tsup';

const options: Options = {
  entry: {
    index: 'runtime/index.ts',
    protocol: 'runtime/protocol.ts',
    snake_case: 'runtime/snake_case/index.ts',
    testing: 'runtime/testing/index.ts',
    validation: 'runtime/validation/index.ts',
    'codex-sdkgen': 'compiler/bin.ts',
  },
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  splitting: true,
  clean: true,
  sourcemap: false,
  dts: {
    // Consumers with an older `lib` need the Disposable types that the declarations use.
    banner: '/// <reference lib="esnext.disposable" />',
    resolve: ['@standard-schema/spec'],
  },
};

const config: ReturnType<typeof defineConfig> = defineConfig(options);

export default config;
