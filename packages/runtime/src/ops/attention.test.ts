import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { engines, evaluate, floats, gradients, ints } from '../testing/run-op.js';
import { causalAttention } from './attention.js';

const [batch, heads, length, width] = [2, 2, 5, 3];
const shape = [batch, heads, length, width];
const size = batch * heads * length * width;
const values = {
  q: pseudoRandom(size, 1).map((x) => 2 * x),
  k: pseudoRandom(size, 2).map((x) => 2 * x),
  v: pseudoRandom(size, 3),
};

function reference(
  { q, k, v }: Record<keyof typeof values, number[]>,
  scale = 1 / Math.sqrt(width),
  documents = new Array<number>(batch * length).fill(0),
  { window = length, cap = (score: number) => score } = {},
): number[] {
  const out = new Array<number>(size).fill(0);
  for (let group = 0; group < batch * heads; group++) {
    const at = (position: number, i: number) => (group * length + position) * width + i;
    for (let t = 0; t < length; t++) {
      const weights = Array.from({ length: t + 1 }, (_, s) => {
        let product = 0;
        for (let i = 0; i < width; i++) product += q[at(t, i)]! * k[at(s, i)]!;
        const documentOf = (position: number) => documents[Math.floor(group / heads) * length + position];
        const isSeen = documentOf(s) === documentOf(t) && s > t - window;
        return isSeen ? Math.exp(cap(product * scale)) : 0;
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < width; i++) {
        for (let s = 0; s <= t; s++) out[at(t, i)]! += (weights[s]! / total) * v[at(s, i)]!;
      }
    }
  }
  return out;
}

describe.each(engines)('causalAttention, $name', (engine) => {
  const inputs = { q: floats(shape, values.q), k: floats(shape, values.k), v: floats(shape, values.v) };
  // One chunk, chunks that do not divide T, and one query at a time.
  describe.each([undefined, 2, 1])('chunk %s', (chunk) => {
    const operation = ({ q, k, v }: Record<string, tf.Tensor>) =>
      causalAttention(q!, k!, v!, chunk === undefined ? {} : { chunk });

    test('sees only positions up to its own', async () => {
      expect(maxDifference(await evaluate(engine, inputs, operation), reference(values))).toBeLessThan(2e-6);
    });

    test('has gradients in q, k and v', async () => {
      const weights = pseudoRandom(size, 4);
      const keys = ['q', 'k', 'v'] as const;
      const found = await gradients(engine, inputs, [...keys], floats(shape, weights), operation);
      for (const key of keys) {
        const f = (moved: number[]) => reference({ ...values, [key]: moved });
        expect(maxDifference(found[key]!, numericalGradient(f, values[key], weights))).toBeLessThan(5e-6);
      }
    });
  });

  test.each([undefined, 2])('keeps documents apart, chunk %s', async (chunk) => {
    const documents = [7, 7, 3, 3, 3, 0, 1, 1, 1, 2];
    const weights = pseudoRandom(size, 4);
    const operation = ({ q, k, v, documents }: Record<string, tf.Tensor>) =>
      causalAttention(q!, k!, v!, { documents: documents!, ...(chunk === undefined ? {} : { chunk }) });
    const all = { ...inputs, documents: ints([batch, length], documents) };
    const expected = reference(values, undefined, documents);
    expect(maxDifference(expected, reference(values))).toBeGreaterThan(0.1);
    expect(maxDifference(await evaluate(engine, all, operation), expected)).toBeLessThan(2e-6);
    const found = await gradients(engine, all, ['k'], floats(shape, weights), operation);
    const f = (k: number[]) => reference({ ...values, k }, undefined, documents);
    expect(maxDifference(found.k!, numericalGradient(f, values.k, weights))).toBeLessThan(5e-6);
  });

  // Windows that end within a chunk, with its first query and before it; caps that scores exceed.
  const cases = [undefined, 2].flatMap((chunk) => [
    { chunk, window: 2 },
    { chunk, window: 1 },
    { chunk, softCap: 0.7 },
    { chunk, window: 3, softCap: 0.7, documents: [7, 7, 3, 3, 3, 0, 1, 1, 1, 1] },
  ]);
  test.each(cases)('sees a window and caps scores: %j', async ({ chunk, window, softCap, documents }) => {
    const operation = ({ q, k, v, documents }: Record<string, tf.Tensor>) =>
      causalAttention(q!, k!, v!, {
        ...(chunk && { chunk }),
        ...(window && { window }),
        ...(softCap && { softCap }),
        ...(documents && { documents }),
      });
    const all = { ...inputs, ...(documents && { documents: ints([batch, length], documents) }) };
    const reduced = (moved: typeof values) =>
      reference(moved, undefined, documents, {
        ...(window && { window }),
        ...(softCap && { cap: (score) => softCap * Math.tanh(score / softCap) }),
      });
    expect(maxDifference(reduced(values), reference(values, undefined, documents))).toBeGreaterThan(0.1);
    expect(maxDifference(await evaluate(engine, all, operation), reduced(values))).toBeLessThan(2e-6);
    const weights = pseudoRandom(size, 4);
    const keys = ['q', 'k', 'v'] as const;
    const found = await gradients(engine, all, [...keys], floats(shape, weights), operation);
    for (const key of keys) {
      const f = (moved: number[]) => reduced({ ...values, [key]: moved });
      expect(maxDifference(found[key]!, numericalGradient(f, values[key], weights))).toBeLessThan(5e-6);
    }
  });

  test('takes another scale', async () => {
    const value = await evaluate(engine, inputs, ({ q, k, v }) => causalAttention(q!, k!, v!, { scale: 2 }));
    expect(maxDifference(value, reference(values, 2))).toBeLessThan(3e-6);
  });
});

test('shapes that differ are an error', () => {
  const x = tf.zeros([1, 2, 3, 4]);
  expect(() => causalAttention(x, tf.zeros([1, 1, 3, 4]), x)).toThrow(/repeat the keys and values/);
  const documents = tf.zeros([1, 4], 'int32');
  expect(() => causalAttention(x, x, x, { documents })).toThrow(/int32 \[1, 3\][\s\S]*int32 \[1, 4\]/);
});
