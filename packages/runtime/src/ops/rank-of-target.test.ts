import type * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engines, evaluate, floats, ints } from '../testing/run-op.js';
import { argMax, rankOfTarget } from './logits.js';

/** Position of the target in a stable sort by falling logit. */
function reference(row: number[], target: number): number {
  const order = row.map((_, id) => id).sort((a, b) => row[b]! - row[a]! || a - b);
  return order.indexOf(target) + 1;
}

describe.each(engines)('rankOfTarget and argMax, $name', (engine) => {
  const rank = ({ logits, targets }: Record<string, tf.Tensor>) => rankOfTarget(logits!, targets!);

  test('equal sorting, ties by the lower id; rank 1 exactly where argMax is the target', async () => {
    // Few distinct values, so that ties are common.
    const row = fc.tuple(
      fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 }),
      fc.nat(5),
    );
    const property = fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 3 }), async (rows) => {
      const inputs = {
        logits: floats(
          [3, 6],
          rows.flatMap(([scores]) => scores),
        ),
        targets: ints(
          [3],
          rows.map(([, target]) => target),
        ),
      };
      const ranks = [...(await evaluate(engine, inputs, rank))];
      expect(ranks).toEqual(rows.map(([scores, target]) => reference(scores, target)));
      const greedy = await evaluate(engine, inputs, ({ logits }) => argMax(logits!));
      expect(greedy).toBeInstanceOf(Int32Array);
      expect([...greedy]).toEqual(rows.map(([scores]) => scores.indexOf(Math.max(...scores))));
      expect(ranks.map((place) => place === 1)).toEqual(rows.map(([, target], i) => greedy[i] === target));
    });
    await fc.assert(property, { numRuns: engine.mode === 'compiled' ? 4 : 20, seed: 7 });
  });
});
