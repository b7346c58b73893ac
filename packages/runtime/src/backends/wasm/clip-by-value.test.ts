import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('clipByValue on wasm', () => {
  test('limits values and leaves NaN as it is', () => {
    const x = tf.tensor1d([0.5, -3, 3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(tf.clipByValue(x, -1, 1).arraySync()).toEqual([0.5, -1, 1, Number.NaN, 1, -1]);
  });

  test('clips int32 as integers', () => {
    const out = tf.clipByValue(tf.tensor1d([1, 7, -3], 'int32'), -1, 2);
    expect([out.dtype, out.arraySync()]).toEqual(['int32', [1, 2, -1]]);
  });

  test('takes an empty tensor', () => {
    expect(tf.clipByValue(tf.zeros([0, 2]), 0, 1).shape).toEqual([0, 2]);
  });

  test('passes the gradient where nothing was clipped', () => {
    const gradient = tf.grad((x) => tf.clipByValue(x, -1, 1))(
      tf.tensor1d([0, -2, 2]),
      tf.tensor1d([5, 6, 7]),
    );
    expect(gradient.arraySync()).toEqual([5, 0, 0]);
  });
});
