import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('maximum and minimum on wasm', () => {
  test('NaN wins from either side', () => {
    const a = tf.tensor1d([1, Number.NaN, 3, 4]);
    const b = tf.tensor1d([2, 2, Number.NaN, 1]);
    expect(tf.maximum(a, b).arraySync()).toEqual([2, Number.NaN, Number.NaN, 4]);
    expect(tf.minimum(a, b).arraySync()).toEqual([1, Number.NaN, Number.NaN, 1]);
    expect(tf.minimum(tf.scalar(1), tf.scalar(Number.NaN)).arraySync()).toBeNaN();
  });

  test('broadcasts as addition does', () => {
    const shapes = fc.constantFrom<number[][]>(
      [[2, 3, 4], [4]],
      [
        [3, 1],
        [1, 4],
      ],
      [
        [2, 1, 4],
        [3, 1],
      ],
      [[], [2, 2]],
      [[5], [5]],
    );
    fc.assert(
      fc.property(shapes, ([shapeA, shapeB]) => {
        const a = tf.range(0, tf.util.sizeFromShape(shapeA!)).mul(1.5).sub(3).reshape(shapeA!);
        const b = tf.range(0, tf.util.sizeFromShape(shapeB!)).mul(-1).add(2).reshape(shapeB!);
        // |a - b| = max - min and a + b = max + min hold for every pair.
        const max = tf.maximum(a, b);
        const min = tf.minimum(a, b);
        expect(max.sub(min).arraySync()).toEqual(a.sub(b).abs().arraySync());
        expect(max.add(min).arraySync()).toEqual(a.add(b).arraySync());
      }),
    );
  });

  test('keeps int32', () => {
    const out = tf.maximum(tf.tensor1d([1, 5], 'int32'), tf.scalar(2, 'int32'));
    expect([out.dtype, out.arraySync()]).toEqual(['int32', [2, 5]]);
  });

  test('the gradient goes to the operand that was picked', () => {
    const [da, db] = tf.grads((a, b) => tf.maximum(a, b))(
      [tf.tensor1d([1, 5]), tf.tensor1d([2, 3])],
      tf.tensor1d([10, 20]),
    );
    expect([da!.arraySync(), db!.arraySync()]).toEqual([
      [0, 20],
      [10, 0],
    ]);
  });
});
