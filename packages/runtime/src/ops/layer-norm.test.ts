import type * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { engines, evaluate, floats, gradients } from '../testing/run-op.js';
import { layerNorm } from './normalization.js';

const [rows, width] = [3, 5];
const values = {
  x: pseudoRandom(rows * width).map((value) => 3 * value + 1),
  gain: pseudoRandom(width, 2),
  bias: pseudoRandom(width, 3),
};

function reference({ x, gain, bias }: Record<keyof typeof values, number[]>): number[] {
  return x.map((value, index) => {
    const begin = index - (index % width);
    const row = x.slice(begin, begin + width);
    const mean = row.reduce((sum, entry) => sum + entry, 0) / width;
    const variance = row.reduce((sum, entry) => sum + (entry - mean) ** 2, 0) / width;
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * gain[index % width]! + bias[index % width]!;
  });
}

describe.each(engines)('layerNorm, $name', (engine) => {
  const inputs = {
    x: floats([rows, width], values.x),
    gain: floats([width], values.gain),
    bias: floats([width], values.bias),
  };
  const operation = ({ x, gain, bias }: Record<string, tf.Tensor>) => layerNorm(x!, gain!, bias!);

  test('normalizes rows', async () => {
    expect(maxDifference(await evaluate(engine, inputs, operation), reference(values))).toBeLessThan(2e-6);
  });

  test('has gradients in x, gain and bias', async () => {
    const weights = pseudoRandom(rows * width, 4);
    const keys = ['x', 'gain', 'bias'] as const;
    const found = await gradients(engine, inputs, [...keys], floats([rows, width], weights), operation);
    for (const key of keys) {
      const expected = numericalGradient(
        (moved) => reference({ ...values, [key]: moved }),
        values[key],
        weights,
      );
      expect(maxDifference(found[key]!, expected)).toBeLessThan(5e-6);
    }
  });

  test('a constant row gives the bias', async () => {
    const constant = { ...inputs, x: floats([rows, width], new Float32Array(rows * width).fill(7)) };
    const value = await evaluate(engine, constant, operation);
    const biases = Array.from({ length: rows }, () => values.bias).flat();
    expect(maxDifference(value, biases)).toBeLessThan(1e-6);
  });
});
