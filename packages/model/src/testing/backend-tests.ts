import { type BackendName, type CompileMode, findNativeLibrary } from '@lethe/runtime';
import { describe } from 'vitest';

const native = findNativeLibrary();
if (!native.found) console.warn(`NATIVE TESTS ARE SKIPPED: no TensorFlow library below ${native.root}`);

/**
 * Declares the same tests for every backend; those on the native one are skipped, loudly, where it is absent.
 * `mode` is the way of running programs that starts soonest.
 */
export function describeBackends(title: string, tests: (name: BackendName, mode: CompileMode) => void): void {
  describe(`${title} on wasm`, () => tests('wasm', 'eager'));
  describe.skipIf(!native.found)(`${title} on tensorflow`, () => tests('tensorflow', 'graph'));
}
