import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

function segmentSum(rows: number[][], ids: number[], segments: number): number[][] {
  return Array.from({ length: segments }, (_, segment) =>
    rows[0]!.map((_, column) =>
      rows.reduce((sum, row, i) => (ids[i] === segment ? sum + row[column]! : sum), 0),
    ),
  );
}

describe('unsortedSegmentSum on wasm', () => {
  test('equals the definition; negative ids are dropped', () => {
    const row = fc.tuple(
      fc.integer({ min: -3, max: 4 }),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (table) => {
        const ids = table.map(([id]) => id);
        const rows = table.map(([, values]) => values);
        const out = tf.unsortedSegmentSum(tf.tensor2d(rows), tf.tensor1d(ids, 'int32'), 5);
        expect(out.arraySync()).toEqual(segmentSum(rows, ids, 5));
      }),
    );
  });

  test('keeps int32, and no rows at all give zeros', () => {
    const ints = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4], 'int32'), tf.tensor1d([1, 1, 0], 'int32'), 3);
    expect([ints.dtype, ints.arraySync()]).toEqual(['int32', [4, 3, 0]]);
    const none = tf.unsortedSegmentSum(tf.zeros([0, 2]), tf.tensor1d([], 'int32'), 2);
    expect(none.arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('NaN stays in its own segment', () => {
    const out = tf.unsortedSegmentSum(tf.tensor1d([Number.NaN, 1, 2]), tf.tensor1d([0, 1, 0], 'int32'), 2);
    expect(out.arraySync()).toEqual([Number.NaN, 1]);
  });

  test('an id past the last segment is an error, and the output is released', () => {
    const x = tf.tensor1d([1]);
    const ids = tf.tensor1d([2], 'int32');
    const engine = tf.backend() as unknown as { numDataIds(): number };
    const before = engine.numDataIds();
    expect(() => tf.unsortedSegmentSum(x, ids, 2)).toThrow(/segment id 2 is not below 2/);
    expect(engine.numDataIds()).toBe(before);
  });

  test('is the gradient of an embedding look-up: repeated tokens add up', () => {
    const tokens = tf.tensor2d([0, 2, 2, 2], [2, 2], 'int32');
    const dy = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    const gradient = tf.grad((table) => tf.gather(table, tokens))(tf.zeros([4, 2]), dy);
    expect(gradient.arraySync()).toEqual([
      [1, 2],
      [0, 0],
      [15, 18],
      [0, 0],
    ]);
  });

  test('has a gradient itself: dx[i] = dy[id of i], zero where the id is negative', () => {
    const ids = tf.tensor1d([1, -1, 0], 'int32');
    const gradient = tf.grad((x) => tf.unsortedSegmentSum(x, ids, 2))(tf.zeros([3]), tf.tensor1d([10, 20]));
    expect(gradient.arraySync()).toEqual([20, 0, 10]);
  });
});
