import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

const a = () => tf.tensor2d([1, -2, 3, 4, 0, -1], [3, 2]);
const b = () => tf.tensor2d([2, 1, -1, 3], [2, 2]);
const bias = () => tf.tensor1d([10, 100]);

describe('fused.matMul on wasm', () => {
  test('adds the bias to every row, also with a transposed operand', () => {
    const out = tf.fused.matMul({ a: a(), b: b(), transposeB: true, bias: bias() });
    expect(out.arraySync()).toEqual([
      [1 * 2 - 2 * 1 + 10, -1 - 6 + 100],
      [6 + 4 + 10, -3 + 12 + 100],
      [-1 + 10, -3 + 100],
    ]);
  });

  test('applies the activation after the bias and leaves nothing behind', () => {
    const engine = tf.backend() as unknown as { numDataIds(): number };
    const inputs = { a: a(), b: b(), bias: tf.tensor1d([0, -5]) };
    const before = engine.numDataIds();
    const out = tf.fused.matMul({ ...inputs, activation: 'relu' });
    expect(out.arraySync()).toEqual([
      [4, 0],
      [2, 10],
      [1, 0],
    ]);
    out.dispose();
    expect(engine.numDataIds()).toBe(before);
  });

  test('gradients equal those of product, sum and activation apart', () => {
    const fused = tf.grads((x, y, z) =>
      tf.fused.matMul({ a: x as tf.Tensor2D, b: y as tf.Tensor2D, bias: z, activation: 'relu' }),
    )([a(), b(), bias()]);
    const apart = tf.grads((x, y, z) => tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D), z)))([
      a(),
      b(),
      bias(),
    ]);
    expect(fused.map((gradient) => gradient.arraySync())).toEqual(
      apart.map((gradient) => gradient.arraySync()),
    );
  });

  test('an unknown activation is an error', () => {
    expect(() => tf.fused.matMul({ a: a(), b: b(), activation: 'softsign' as never })).toThrow();
  });
});
