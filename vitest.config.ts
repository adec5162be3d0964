import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/schema-truth/setup.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
    // Tests wait for child processes more than they compute: one worker fewer would leave a core idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

export default config;
