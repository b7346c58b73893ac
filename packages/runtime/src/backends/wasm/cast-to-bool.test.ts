import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('cast on wasm', () => {
  test('every value but zero becomes true', () => {
    const floats = tf.tensor1d([0, 0.5, -2, Number.NaN]).cast('bool');
    expect(Array.from(floats.dataSync())).toEqual([0, 1, 1, 1]);
    const ints = tf.tensor1d([0, 3, 256, -1], 'int32').cast('bool');
    expect(Array.from(ints.dataSync())).toEqual([0, 1, 1, 1]);
  });

  test('other casts keep the value, truncated towards zero for int32', () => {
    const ints = tf.tensor1d([1.7, -1.7]).cast('int32');
    expect([ints.dtype, ints.arraySync()]).toEqual(['int32', [1, -1]]);
    const floats = tf.tensor1d([1, 0], 'bool').cast('float32');
    expect([floats.dtype, floats.arraySync()]).toEqual(['float32', [1, 0]]);
  });

  test('a cast between float types passes the gradient', () => {
    const gradient = tf.grad((x) => tf.mul(x.cast('float32'), 3))(tf.tensor1d([1, 2]));
    expect(gradient.arraySync()).toEqual([3, 3]);
  });
});
