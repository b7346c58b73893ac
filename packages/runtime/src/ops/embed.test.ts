import type * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { engines, evaluate, floats, gradients, ints } from '../testing/run-op.js';
import { embed } from './embed.js';

describe.each(engines)('embed, $name', (engine) => {
  const inputs = { table: floats([3, 2], [1, 2, 3, 4, 5, 6]), ids: ints([4], [2, 0, 2, 2]) };
  const operation = ({ table, ids }: Record<string, tf.Tensor>) => embed(table!, ids!);

  test('looks up rows', async () => {
    expect([...(await evaluate(engine, inputs, operation))]).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
  });

  test('adds up the gradients of a repeated id; unused rows get zero', async () => {
    const weights = floats([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const { table } = await gradients(engine, inputs, ['table'], weights, operation);
    expect([...table!]).toEqual([3, 4, 0, 0, 13, 16]);
  });
});
