import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { engines, evaluate, floats, gradients } from '../testing/run-op.js';
import { gelu } from './activations.js';

const x = [...pseudoRandom(20).map((value) => 4 * value), 0, -30, 30];

function reference(values: ArrayLike<number>): number[] {
  return Array.from(
    values,
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  );
}

describe.each(engines)('gelu, $name', (engine) => {
  const inputs = { x: floats([x.length], x) };

  test('is the tanh form', async () => {
    const value = await evaluate(engine, inputs, ({ x }) => gelu(x!));
    expect(maxDifference(value, reference(x))).toBeLessThan(2e-6);
  });

  test('has its derivative', async () => {
    const weights = pseudoRandom(x.length, 2);
    const { x: gradient } = await gradients(engine, inputs, ['x'], floats([x.length], weights), ({ x }) =>
      gelu(x!),
    );
    expect(maxDifference(gradient!, numericalGradient(reference, x, weights))).toBeLessThan(3e-6);
  });
});
