import { openBackend } from '@lethe/runtime';
import type { Scalar } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { clipFactor, globalNorm } from './gradients.js';

beforeAll(() => openBackend({ backend: 'wasm' }));

it('takes the norm over all gradients as one vector', () => {
  const norm = globalNorm({ a: tf.tensor2d([[1, -2]]), b: tf.tensor1d([4]), c: tf.scalar(-10) });
  expect(norm.dataSync()[0]).toBeCloseTo(11, 5);
});

it('shortens what is too long to the norm asked for, and leaves the rest as it is', () => {
  const factor = (norm: number, largest: number): number =>
    clipFactor(tf.scalar(norm) as Scalar, largest).dataSync()[0]!;
  expect(factor(10, 2) * 10).toBeCloseTo(2, 4);
  expect(factor(1.9, 2)).toBe(1);
  expect(factor(0, 2)).toBe(1);
});
