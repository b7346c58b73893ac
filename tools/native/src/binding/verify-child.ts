import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBinding } from '@lethe/runtime';
import { tinySavedModel } from './tiny-saved-model.js';

// Run as `node verify-child.js <binding>`: loads the binding in a process that may crash, multiplies two matrices, runs a
// SavedModel, and prints what the library says about itself as one line of JSON.

function matrixProduct(binding: NativeBinding): number[] {
  const a = binding.createTensor([2, 2], binding.TF_FLOAT, Float32Array.of(1, 2, 3, 4));
  const [out] = binding.executeOp(
    'MatMul',
    [
      { name: 'transpose_a', type: binding.TF_ATTR_BOOL, value: false },
      { name: 'transpose_b', type: binding.TF_ATTR_BOOL, value: false },
      { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    ],
    [a, a],
    1,
  );
  return Array.from(binding.tensorDataSync(out!.id));
}

function savedModelSquares(binding: NativeBinding): number[] {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-verify-'));
  try {
    writeFileSync(join(directory, 'saved_model.pb'), tinySavedModel());
    const model = binding.loadSavedModel(directory, 'serve');
    const x = binding.createTensor([3], binding.TF_FLOAT, Float32Array.of(2, -3, 0.5));
    const [y] = binding.runSavedModel(model, [x], 'x:0', 'y:0');
    return Array.from(binding.tensorDataSync(y!.id));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function expectNumbers(what: string, found: number[], expected: number[]): void {
  if (found.join() !== expected.join()) throw new Error(`${what} gave ${found} instead of ${expected}`);
}

const binding = createRequire(import.meta.url)(process.argv[2]!) as NativeBinding;
expectNumbers('a matrix product', matrixProduct(binding), [7, 10, 15, 22]);
expectNumbers('a SavedModel', savedModelSquares(binding), [4, 9, 0.25]);
process.stdout.write(
  `${JSON.stringify({ tensorflow: binding.TF_Version, gpu: binding.isUsingGpuDevice() })}\n`,
);
