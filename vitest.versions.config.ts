import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** What needs other runtimes than the pinned one, and so the network: `npm run test:versions`. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/versions/**/*.versions.ts'],
    // Each clones, installs and builds: side by side they would only wait for each other.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
