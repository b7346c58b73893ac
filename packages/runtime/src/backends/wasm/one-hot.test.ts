import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('oneHot on wasm', () => {
  const indices = () => tf.tensor1d([0, 1, -1, 3], 'int32');
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];

  test.each(['float32', 'int32'] as const)(
    'gives rows of %s, and an index outside the depth gives an empty row',
    (dtype) => {
      const out = tf.oneHot(indices(), 3, 1, 0, dtype);
      expect([out.dtype, out.arraySync()]).toEqual([dtype, rows]);
    },
  );

  test('takes a bool', () => {
    const out = tf.oneHot(tf.tensor1d([1, 0], 'int32'), 2, 1, 0, 'bool');
    expect([out.dtype, Array.from(out.dataSync())]).toEqual(['bool', [0, 1, 1, 0]]);
  });

  test('fills with the given on and off values, as label smoothing asks', () => {
    const out = tf.oneHot(tf.tensor2d([[1], [0]], [2, 1], 'int32'), 2, 0.75, 0.125, 'float32');
    expect(out.shape).toEqual([2, 1, 2]);
    expect(Array.from(out.dataSync())).toEqual([0.125, 0.75, 0.75, 0.125]);
  });

  test('no indices give no rows', () => {
    expect(tf.oneHot(tf.tensor1d([], 'int32'), 4).shape).toEqual([0, 4]);
  });

  test('a loss through it has the gradient of a look-up', () => {
    const gradient = tf.grad((logits) => tf.sum(tf.mul(logits, tf.oneHot(indices(), 3, 1, 0, 'float32'))))(
      tf.ones([4, 3]),
    );
    expect(gradient.arraySync()).toEqual(rows);
  });
});
