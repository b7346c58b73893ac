import { createRequire } from 'node:module';

/** Resolves a file of a package that @lethe/runtime depends on. */
export const resolveFromRuntime = createRequire(
  createRequire(import.meta.url).resolve('@lethe/runtime/package.json'),
).resolve;
