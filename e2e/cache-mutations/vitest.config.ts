import config from '../vitest.config.js';

// Takes an hour: npx vitest run -c e2e/cache-mutations/vitest.config.ts
export default {
  ...config,
  test: {
    ...config.test,
    include: ['cache-mutations/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
};
