import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../open-backend.js';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

interface Matrices {
  shape: number[];
  values: Float32Array;
}

function matrices(shape: number[], seed: number): Matrices {
  const values = new Float32Array(shape.reduce((x, y) => x * y, 1));
  for (let i = 0; i < values.length; i++) values[i] = Math.sin(seed + 1.7 * i + 0.3 * i * i);
  return { shape, values };
}

/** Broadcast product in double precision, straight from the definition; batch shapes of equal length. */
function reference(a: Matrices, b: Matrices, transposeA: boolean, transposeB: boolean) {
  const [m, k] = sides(a.shape, transposeA);
  const [, n] = sides(b.shape, transposeB);
  const batch = a.shape.slice(0, -2).map((size, i) => Math.max(size, b.shape[i]!));
  const out: number[] = [];
  const count = batch.reduce((x, y) => x * y, 1);
  for (let index = 0; index < count; index++) {
    const at = sliceStart(a.shape, batch, index);
    const bt = sliceStart(b.shape, batch, index);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          sum +=
            a.values[at + (transposeA ? l * m + i : i * k + l)]! *
            b.values[bt + (transposeB ? j * k + l : l * n + j)]!;
        }
        out.push(sum);
      }
    }
  }
  return { shape: [...batch, m, n], values: out };
}

function sides(shape: number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function sliceStart(shape: number[], batch: number[], index: number): number {
  let offset = 0;
  let stride = 1;
  let rest = index;
  for (let i = batch.length - 1; i >= 0; i--) {
    if (shape[i] !== 1) offset += (rest % batch[i]!) * stride;
    rest = Math.floor(rest / batch[i]!);
    stride *= shape[i]!;
  }
  return offset * shape.at(-2)! * shape.at(-1)!;
}

function expectProduct(a: Matrices, b: Matrices, transposeA: boolean, transposeB: boolean): void {
  const expected = reference(a, b, transposeA, transposeB);
  tf.tidy(() => {
    const out = tf.matMul(tf.tensor(a.values, a.shape), tf.tensor(b.values, b.shape), transposeA, transposeB);
    expect(out.shape).toEqual(expected.shape);
    const found = out.dataSync();
    expected.values.forEach((value, i) => {
      expect(Math.abs(found[i]! - value)).toBeLessThan(1e-4);
    });
  });
}

describe('batchMatMul on wasm', () => {
  test('equals the definition for any shapes, transpositions and broadcast batches', () => {
    const size = fc.integer({ min: 1, max: 20 });
    const batch = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 4 }), sides: fc.constantFrom('both', 'a', 'b') }),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(size, size, size, batch, fc.boolean(), fc.boolean(), (m, k, n, dimensions, ta, tb) => {
        const batchA = dimensions.map((d) => (d.sides === 'b' ? 1 : d.size));
        const batchB = dimensions.map((d) => (d.sides === 'a' ? 1 : d.size));
        const a = matrices([...batchA, ...(ta ? [k, m] : [m, k])], m);
        const b = matrices([...batchB, ...(tb ? [n, k] : [k, n])], n + 50);
        expectProduct(a, b, ta, tb);
      }),
      { numRuns: 150 },
    );
  });

  test('equals the definition at the sizes of an attention head, where slices go through XNNPACK one by one', () => {
    expectProduct(matrices([2, 3, 32, 16], 1), matrices([2, 3, 32, 16], 2), false, true);
    expectProduct(matrices([2, 3, 32, 32], 1), matrices([2, 3, 32, 16], 2), true, false);
  });

  test('a sum over an empty inner dimension is zero, and empty outputs stay empty', () => {
    const zero = tf.matMul(tf.zeros([2, 3, 0]), tf.zeros([2, 0, 4]));
    expect(Array.from(zero.dataSync())).toEqual(Array(24).fill(0));
    expect(tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 4])).shape).toEqual([0, 4]);
  });

  test('NaN and infinity propagate, also through a factor of zero', () => {
    const a = tf.tensor2d([0, 1, 0, 0], [2, 2]);
    const b = tf.tensor2d([Number.NaN, 1, Number.POSITIVE_INFINITY, 2], [2, 2]);
    expect(Array.from(tf.matMul(a, b).dataSync())).toEqual([Number.NaN, 2, Number.NaN, 0]);
  });

  test('gradients equal their closed form: dA = dY B^T, dB = A^T dY', () => {
    const a = matrices([3, 20, 12], 3);
    const b = matrices([3, 12, 16], 4);
    const dy = matrices([3, 20, 16], 5);
    const [da, db] = tf.grads((x, y) => tf.matMul(x as tf.Tensor3D, y as tf.Tensor3D))(
      [tf.tensor(a.values, a.shape), tf.tensor(b.values, b.shape)],
      tf.tensor(dy.values, dy.shape),
    ) as [tf.Tensor, tf.Tensor];
    const expectedA = reference(dy, b, false, true).values;
    const expectedB = reference(a, dy, true, false).values;
    da.dataSync().forEach((value, i) => {
      expect(Math.abs(value - expectedA[i]!)).toBeLessThan(1e-4);
    });
    db.dataSync().forEach((value, i) => {
      expect(Math.abs(value - expectedB[i]!)).toBeLessThan(1e-4);
    });
  });

  test('leaves no tensor behind', () => {
    const a = tf.ones([4, 32, 16]);
    const b = tf.ones([4, 32, 16]);
    const before = tf.memory();
    const backendBefore = (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
    for (const [ta, tb] of [
      [true, false],
      [false, true],
    ]) {
      tf.dispose(tf.matMul(a, b, ta, tb));
    }
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect((tf.backend() as unknown as { numDataIds(): number }).numDataIds()).toBe(backendBefore);
  });

  test('refuses int32 and inner dimensions that differ', () => {
    const ints = tf.ones([2, 2], 'int32');
    expect(() => tf.matMul(ints, ints)).toThrow(/float32/);
    expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([4, 2]))).toThrow(/inner/i);
  });
});
