import { defineConfig } from 'vitest/config';

// Unit tests run on the TypeScript sources; only e2e and the spawned stages use dist/.
export default defineConfig({
  resolve: { conditions: ['lethe-source'] },
  ssr: { resolve: { conditions: ['lethe-source'] } },
  test: {
    // Pages are written with the bundles of their scripts, which are built.
    globalSetup: 'packages/analyze/src/page/bundle.mjs',
    include: ['packages/*/src/**/*.test.ts', 'tools/*/src/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a busy machine does late has not failed.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
