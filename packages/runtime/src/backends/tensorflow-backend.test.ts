import { describe, expect, test } from 'vitest';
import { findNativeLibrary } from '../native/find-native-library.js';
import { openBackend } from './open-backend.js';

// Without a provisioned library there is nothing to open; the refusal itself is tested in load-native-binding.test.ts.
describe.skipIf(!findNativeLibrary().found)('the tensorflow backend', () => {
  test('opens, computes and differentiates on the native library', async () => {
    const { tf, binding, description, name } = await openBackend({ backend: 'tensorflow' });
    expect([name, tf.getBackend()]).toEqual(['tensorflow', 'tensorflow']);
    expect(description.versions.tensorflow).toBe(binding!.TF_Version);
    const before = binding!.getNumOfTensors();
    // d/dx sum(x x) of ones [2, 2] is 4 everywhere.
    const gradient = tf.grad((x) => tf.sum(tf.matMul(x as never, x as never)))(tf.ones([2, 2]));
    expect(gradient.arraySync()).toEqual([
      [4, 4],
      [4, 4],
    ]);
    expect(binding!.getNumOfTensors()).toBeGreaterThan(before);
  });

  test('opening again gives the same addon; other threads are refused', async () => {
    const first = await openBackend({ backend: 'tensorflow' });
    const second = await openBackend({ backend: 'tensorflow', threads: first.description.threads });
    expect(second.binding).toBe(first.binding);
    const other = first.description.threads + 1;
    await expect(openBackend({ backend: 'tensorflow', threads: other })).rejects.toThrow(
      /another number of threads/,
    );
  });

  test('switching to wasm and back keeps tensors usable', async () => {
    const { tf } = await openBackend({ backend: 'tensorflow' });
    const x = tf.tensor1d([1, 2, 3]).square();
    await openBackend({ backend: 'wasm' });
    expect(x.add(1).arraySync()).toEqual([2, 5, 10]);
    await openBackend({ backend: 'tensorflow' });
    expect(x.add(2).arraySync()).toEqual([3, 6, 11]);
  });
});
