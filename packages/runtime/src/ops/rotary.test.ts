import type * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { maxDifference, numericalGradient, pseudoRandom } from '../testing/reference.js';
import { engines, evaluate, floats, gradients } from '../testing/run-op.js';
import { repeatHeads } from './attention.js';
import { rotaryAngles, rotate } from './rotary.js';

const [batch, heads, time, width] = [2, 2, 3, 6];
const shape = [batch, heads, time, width];
const size = batch * heads * time * width;
const x = pseudoRandom(size);
const frequencies = [1, 0.3];

/** Multiplication by e^(i angle) of the complex numbers x[i] + i x[i + pairs]. */
function reference(values: ArrayLike<number>): number[] {
  const pairs = frequencies.length;
  return Array.from(values, (value, index) => {
    const element = index % width;
    const position = Math.floor(index / width) % time;
    if (element >= 2 * pairs) return value;
    const pair = element % pairs;
    const angle = position * frequencies[pair]!;
    const begin = index - element;
    const [real, imaginary] = [values[begin + pair]!, values[begin + pair + pairs]!];
    return element < pairs
      ? real * Math.cos(angle) - imaginary * Math.sin(angle)
      : imaginary * Math.cos(angle) + real * Math.sin(angle);
  });
}

describe.each(engines)('rotate, $name', (engine) => {
  const inputs = { x: floats(shape, x) };
  const operation = ({ x }: Record<string, tf.Tensor>) => rotate(x!, rotaryAngles(frequencies, time));

  test('turns pairs by the angle of the position and leaves the rest alone', async () => {
    expect(maxDifference(await evaluate(engine, inputs, operation), reference(x))).toBeLessThan(1e-6);
  });

  test('has its derivative', async () => {
    const weights = pseudoRandom(size, 2);
    const { x: found } = await gradients(engine, inputs, ['x'], floats(shape, weights), operation);
    expect(maxDifference(found!, numericalGradient(reference, x, weights))).toBeLessThan(1e-6);
  });

  test('refuses angles that do not fit', async () => {
    const wrong = ({ x }: Record<string, tf.Tensor>) => rotate(x!, rotaryAngles([1, 1, 1, 1], time));
    await expect(evaluate(engine, inputs, wrong)).rejects.toThrow('the rotary angles do not fit');
  });
});

describe.each(engines)('repeatHeads, $name', (engine) => {
  const inputs = { x: floats(shape, x) };
  const groups = 3;
  const block = time * width;
  const repeated = (values: ArrayLike<number>): number[] =>
    Array.from({ length: batch * heads }, (_, head) =>
      Array.from({ length: groups }, () => Array.from(values).slice(head * block, (head + 1) * block)),
    ).flat(2);
  const operation = ({ x }: Record<string, tf.Tensor>) => repeatHeads(x!, groups);

  test('repeats each head beside itself', async () => {
    expect(maxDifference(await evaluate(engine, inputs, operation), repeated(Float32Array.from(x)))).toBe(0);
  });

  test('adds up the gradients of a group', async () => {
    const weights = pseudoRandom(size * groups, 2);
    const output = floats([batch, heads * groups, time, width], weights);
    const { x: found } = await gradients(engine, inputs, ['x'], output, operation);
    expect(maxDifference(found!, numericalGradient(repeated, x, weights))).toBeLessThan(1e-6);
  });
});
