import { createRequire } from 'node:module';

/**
 * Gives `node:util` back the two functions that tfjs-node 4.22 calls: Node 23 removed them, Node 22 warns at their use (DEP0051).
 * Must run before the first operation of the tensorflow backend; running it again changes nothing.
 */
export function installNodeUtilShim(): void {
  // The ESM namespace of node:util is read-only, the CommonJS object behind it is not.
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
