import { describe } from 'vitest';
import type { BackendName } from '../backends/backend.js';
import type { CompileMode } from '../compile/compile.js';
import { findNativeLibrary } from '../native/find-native-library.js';

const native = findNativeLibrary();
if (!native.found) console.warn(`NATIVE TESTS ARE SKIPPED: no TensorFlow library below ${native.root}`);

/**
 * Declares the same tests for every backend; those on the native one are skipped with a warning where it is absent.
 * `mode` is the one with the shortest start-up.
 */
export function describeBackends(title: string, tests: (name: BackendName, mode: CompileMode) => void): void {
  describe(`${title} on wasm`, () => tests('wasm', 'eager'));
  describe.skipIf(!native.found)(`${title} on tensorflow`, () => tests('tensorflow', 'graph'));
}
