import type * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { type Engine, engines, evaluate, floats, gradients, type Operation } from '../testing/run-op.js';
import { geglu, geluErf, softCap, swiglu } from './activations.js';
import { rmsNorm, standardize } from './normalization.js';

/** An operation, the same on numbers, and where to try it. */
interface Case {
  name: string;
  operation: Operation;
  reference: (inputs: Record<string, number[]>) => number[];
  inputs: Record<string, number[]>;
  shapes: Record<string, number[]>;
}

const [rows, width] = [3, 5];
const x = pseudoRandom(rows * width).map((value) => 3 * value + 1);
const vector = [...pseudoRandom(20).map((value) => 3 * value), 0, -12, 12];

/** Applies `f` to each row. */
const byRow = (values: number[], f: (row: number[]) => number[]): number[] =>
  Array.from({ length: rows }, (_, i) => f(values.slice(i * width, (i + 1) * width))).flat();
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** erf by its Taylor series, which converges everywhere: a second implementation. */
function erf(value: number): number {
  let [term, sum] = [value, value];
  for (let n = 1; Math.abs(term) > 1e-18 && n < 500; n++) {
    term *= -(value * value) / n;
    sum += term / (2 * n + 1);
  }
  return Math.abs(value) > 5 ? Math.sign(value) : (2 / Math.sqrt(Math.PI)) * sum;
}

const cases: Case[] = [
  {
    name: 'rmsNorm',
    operation: ({ x, gain }) => rmsNorm(x!, gain!),
    inputs: { x, gain: pseudoRandom(width, 2) },
    shapes: { x: [rows, width], gain: [width] },
    reference: ({ x, gain }) =>
      byRow(x!, (row) => {
        const scale = 1 / Math.sqrt(mean(row.map((value) => value * value)) + 1e-5);
        return row.map((value, i) => value * scale * gain![i]!);
      }),
  },
  {
    name: 'standardize',
    operation: ({ x }) => standardize(x!),
    inputs: { x },
    shapes: { x: [rows, width] },
    reference: ({ x }) =>
      byRow(x!, (row) => {
        const centered = row.map((value) => value - mean(row));
        const scale = 1 / Math.sqrt(mean(centered.map((value) => value * value)) + 1e-5);
        return centered.map((value) => value * scale);
      }),
  },
  {
    name: 'swiglu',
    operation: ({ gate, up }) => swiglu(gate!, up!) as tf.Tensor,
    inputs: { gate: vector, up: pseudoRandom(vector.length, 3) },
    shapes: { gate: [vector.length], up: [vector.length] },
    reference: ({ gate, up }) => gate!.map((value, i) => (value / (1 + Math.exp(-value))) * up![i]!),
  },
  {
    name: 'geglu',
    operation: ({ gate, up }) => geglu(gate!, up!) as tf.Tensor,
    inputs: { gate: vector, up: pseudoRandom(vector.length, 3) },
    shapes: { gate: [vector.length], up: [vector.length] },
    reference: ({ gate, up }) =>
      gate!.map(
        (x, i) => (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) * up![i]!) / 2,
      ),
  },
  {
    name: 'softCap',
    operation: ({ x }) => softCap(x!, 3) as tf.Tensor,
    inputs: { x: vector },
    shapes: { x: [vector.length] },
    reference: ({ x }) => x!.map((value) => 3 * Math.tanh(value / 3)),
  },
  {
    name: 'geluErf',
    operation: ({ x }) => geluErf(x!) as tf.Tensor,
    inputs: { x: vector },
    shapes: { x: [vector.length] },
    reference: ({ x }) => x!.map((value) => 0.5 * value * (1 + erf(value / Math.SQRT2))),
  },
];

const everywhere = engines.flatMap((engine) => cases.map((each) => ({ ...each, engine })));

describe.each(everywhere)('$name, $engine.name', ({ engine, operation, inputs, shapes, reference }) => {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([key, values]) => [key, floats(shapes[key]!, values)]),
  );

  test('is its definition', async () => {
    const value = await evaluate(engine as Engine, tensors, operation);
    expect(maxDifference(value, reference(inputs))).toBeLessThan(4e-6);
  });

  test('has its derivatives', async () => {
    const size = reference(inputs).length;
    const weights = pseudoRandom(size, 4);
    const names = Object.keys(inputs);
    const output = Object.values(shapes).find((shape) => shape.reduce((a, b) => a * b) === size)!;
    const found = await gradients(engine as Engine, tensors, names, floats(output, weights), operation);
    for (const key of names) {
      const expected = numericalGradient(
        (moved) => reference({ ...inputs, [key]: moved }),
        inputs[key]!,
        weights,
      );
      expect(maxDifference(found[key]!, expected), key).toBeLessThan(1e-5);
    }
  });
});
