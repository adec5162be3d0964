import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/built-sdk.ts'],
    setupFiles: ['test/schema-truth/setup.ts'],
    // Checks the types of the whole project, not only of the tests of types.
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
    // Tests wait for child processes more than they compute: one worker fewer would leave a core idle.
    maxWorkers: '100%',
    // Files share their worker: modules load once, and what one leaves behind shows in another.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

export default config;
