import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { engines, evaluate, floats, gradients, ints } from '../testing/run-op.js';
import { tokenLogProbs } from './logits.js';

const vocabulary = 7;
const targets = [0, 6, 3, 3];
const logits = pseudoRandom(targets.length * vocabulary).map((value) => 4 * value);

function reference(logits: ArrayLike<number>): number[] {
  return targets.map((target, row) => {
    const scores = Array.from({ length: vocabulary }, (_, i) => logits[row * vocabulary + i]!);
    return scores[target]! - Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  });
}

describe.each(engines)('tokenLogProbs, $name', (engine) => {
  const inputs = { logits: floats([4, vocabulary], logits), targets: ints([4], targets) };
  const operation = ({ logits, targets }: Record<string, tf.Tensor>) => tokenLogProbs(logits!, targets!);

  test('is log softmax at the target', async () => {
    const value = await evaluate(engine, inputs, operation);
    expect(maxDifference(value, reference(logits))).toBeLessThan(2e-6);
  });

  test('has the gradient one-hot minus softmax, weighted by row', async () => {
    const weights = [1, -2, 0.5, 3];
    const { logits: gradient } = await gradients(engine, inputs, ['logits'], floats([4], weights), operation);
    const expected = numericalGradient(reference, logits, weights);
    expect(maxDifference(gradient!, expected)).toBeLessThan(2e-6);
  });

  test('does not overflow, and a certain target costs nothing', async () => {
    const extreme = [1e4, -1e4, 0, 3e38, -3e38, 0];
    const value = await evaluate(
      engine,
      { logits: floats([2, 3], extreme), targets: ints([2], [0, 0]) },
      operation,
    );
    expect([...value]).toEqual([0, 0]);
  });

  test('keeps its precision when all logits are large', async () => {
    const shifted = {
      ...inputs,
      logits: floats(
        [4, vocabulary],
        logits.map((x) => Math.round(x) + 4096),
      ),
    };
    const value = await evaluate(engine, shifted, operation);
    expect(maxDifference(value, reference(logits.map(Math.round)))).toBeLessThan(1e-6);
  });
});

test('targets that do not fit are an error with shapes', () => {
  expect(() => tokenLogProbs(tf.zeros([2, 3]), tf.zeros([2]))).toThrow(
    /expected: int32 \[2\]\n.*float32 \[2\]/,
  );
  expect(() => tokenLogProbs(tf.zeros([6]), tf.zeros([6], 'int32'))).toThrow(/2 dimensions/);
});
