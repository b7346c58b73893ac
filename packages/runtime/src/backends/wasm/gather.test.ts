import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('gather on wasm', () => {
  const x = () => tf.tensor3d([...Array(24).keys()], [2, 3, 4]);

  test('looks up along any axis, indices of any rank', () => {
    const rows = tf.gather(
      x(),
      tf.tensor2d(
        [
          [1, 0],
          [1, 1],
        ],
        [2, 2],
        'int32',
      ),
    );
    expect(rows.shape).toEqual([2, 2, 3, 4]);
    expect(Array.from(rows.dataSync().subarray(0, 3))).toEqual([12, 13, 14]);
    const columns = tf.gather(x(), tf.tensor1d([3, 0], 'int32'), -1);
    expect(columns.arraySync()).toEqual([
      [
        [3, 0],
        [7, 4],
        [11, 8],
      ],
      [
        [15, 12],
        [19, 16],
        [23, 20],
      ],
    ]);
  });

  test('with a batch dimension each row looks up in its own slice', () => {
    const indices = tf.tensor2d(
      [
        [2, 0],
        [1, 1],
      ],
      [2, 2],
      'int32',
    );
    const out = tf.gather(x(), indices, 1, 1);
    expect(out.arraySync()).toEqual([
      [
        [8, 9, 10, 11],
        [0, 1, 2, 3],
      ],
      [
        [16, 17, 18, 19],
        [16, 17, 18, 19],
      ],
    ]);
  });

  test('batched look-ups leave the heap sound', () => {
    const table = tf.ones([4, 50, 64]);
    const indices = tf.zeros([4, 200], 'int32');
    const neighbour = tf.fill([4096], 7);
    for (let i = 0; i < 20; i++) tf.dispose(tf.gather(table, indices, 1, 1));
    expect(neighbour.sum().arraySync()).toBe(7 * 4096);
  });

  test('keeps int32; no indices give an empty result', () => {
    const out = tf.gather(tf.tensor1d([5, 6, 7], 'int32'), tf.tensor1d([2, 0], 'int32'));
    expect([out.dtype, out.arraySync()]).toEqual(['int32', [7, 5]]);
    expect(tf.gather(x(), tf.tensor1d([], 'int32')).shape).toEqual([0, 3, 4]);
  });

  test.each([-1, 2])('an index of %i out of 2 is an error', (index) => {
    expect(() => tf.gather(x(), tf.tensor1d([index], 'int32'))).toThrow(
      `index value ${index} is not in [0, 1]`,
    );
  });
});
