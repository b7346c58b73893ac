import { defineConfig } from 'vitest/config';

// Real commands in temporary copies of the workspace, two files at a time: most of what they do uses one core.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What a busy machine does late has not failed.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
