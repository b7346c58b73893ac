import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { openBackend } from '../../backends/open-backend.js';
import { asOutputs, operationInputs, operations } from '../../testing/operations.js';
import { maxDifference } from '../../testing/reference.js';
import { nativeEngines } from '../../testing/run-op.js';
import { compile } from '../compile.js';
import { mapValues, type Program, type Values } from '../program.js';
import { createLockstep } from './lockstep.js';

type Given = Parameters<(typeof operations)[string]>[0];
type Body = (given: Given) => tf.Tensor | tf.Tensor[];

/** Of which runs have no several at once. */
const REFUSED = /^(gatherND|scatterND|tensorScatterUpdate|einsum|conv2d|maxPool|avgPool|resizeBilinear)$/;

const RUNS = 3;
/** What every run is given: values of its own, and indices of its own. */
const given = Array.from({ length: RUNS }, (_, run) =>
  mapValues(
    operationInputs,
    ({ dtype, values }): Values =>
      dtype === 'int32'
        ? Int32Array.from(values, (id) => (id + run) % 4)
        : Float32Array.from(values, (value, i) => (run + 1) * 0.4 * value + (i % (run + 2)) * 0.05),
  ),
);

const programOf = (body: Body): Program => ({
  inputs: operationInputs,
  run: (_, tensors) => ({ outputs: asOutputs(body(tensors as Given)) }),
});

/** Results of every run, alone and with the others. */
async function bothWays(bodies: readonly Body[]) {
  const backend = await openBackend({ backend: 'tensorflow' });
  const alone: Record<string, Values>[] = [];
  for (const [run, body] of bodies.entries()) {
    const module = await compile({ backend, state: {}, programs: { op: programOf(body) }, mode: 'graph' });
    alone.push(await module.run('op', given[run]!));
    await module.dispose();
  }
  const together = await Promise.all(
    createLockstep(RUNS).map(async (member, run) => {
      try {
        const programs = { op: programOf(bodies[run]!) };
        const module = await member.compile({ backend, state: {}, programs, mode: 'graph' });
        const results = await module.run('op', given[run]!);
        await module.dispose();
        return results;
      } finally {
        member.leave();
      }
    }),
  );
  return { alone, together };
}

async function expectTheSame(bodies: readonly Body[]): Promise<void> {
  const { alone, together } = await bothWays(bodies);
  together.forEach((results, run) => {
    expect(Object.keys(results)).toEqual(Object.keys(alone[run]!));
    for (const [name, values] of Object.entries(results)) {
      expect(maxDifference(values, alone[run]![name]!), `run ${run}, output ${name}`).toBeLessThan(2e-6);
    }
  });
}

const sameForAll = (body: Body): Body[] => new Array<Body>(RUNS).fill(body);

describe.skipIf(nativeEngines.length === 0)('an operation of several runs at once', () => {
  it.each(Object.entries(operations))('%s gives what it gives alone, or is refused', async (name, body) => {
    if (REFUSED.test(name)) {
      await expect(bothWays(sameForAll(body))).rejects.toThrow('cannot be computed for several runs at once');
    } else await expectTheSame(sameForAll(body));
  });

  const table = (): tf.Tensor2D => tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
  const cases: Record<string, Body> = {
    'operands of fewer axes': ({ x, y }) =>
      tf.add(tf.reshape(x, [2, 3, 2]), tf.slice(tf.reshape(y, [6, 2]), [0, 0], [3, 2])),
    'one value and a table of all runs': ({ x }) => tf.mul(tf.sum(x), table()),
    'a table of all runs in front': ({ x }) => tf.sub(tf.tensor1d([1, 2, 3, 4]), x),
    'a condition of fewer axes': ({ x, y }) => tf.where(tf.greater(tf.sum(x, 0), 0), x, y),
    'rows of a table of all runs': ({ ids }) => tf.gather(table(), tf.cast(ids, 'int32')),
    'columns of a table of all runs': ({ ids }) => tf.gather(tf.transpose(table()), tf.cast(ids, 'int32'), 1),
    'the same rows of every run': ({ y }) => tf.gather(y, tf.tensor1d([2, 0, 2], 'int32')),
    'rows of every run': ({ y, ids }) => tf.gather(y, tf.minimum(ids, tf.scalar(2, 'int32'))),
    'rows at places of several axes': ({ y, ids }) =>
      tf.gather(
        y,
        tf.reshape(
          tf.minimum(tf.concat([ids, ids]), tf.scalar(2, 'int32')),
          [3, 2],
        ) as tf.Tensor as tf.Tensor1D,
      ),
    'places along the axis of each run': ({ y, ids }) =>
      tf.gather(y, tf.reshape(ids, [3, 1]) as tf.Tensor as tf.Tensor1D, 1, 1),
    'sums of segments of each run': ({ x, ids }) => tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 4),
    'sums of segments of what all runs share': ({ ids }) =>
      tf.unsortedSegmentSum(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), ids as tf.Tensor1D, 4),
    'gradients of rows': ({ y, ids }) =>
      tf.grad((rows) => tf.sum(tf.square(tf.gather(rows, ids as tf.Tensor1D))))(tf.reshape(y, [4, 3])),
    'a product with a matrix of all runs': ({ x }) => tf.matMul(x as tf.Tensor2D, table()),
    'a product of a matrix of all runs': ({ x }) => tf.matMul(table(), x as tf.Tensor2D, true, true),
    'products of many matrices and one': ({ x, y }) =>
      tf.matMul(tf.reshape(x, [3, 2, 2]), tf.slice(tf.reshape(y, [6, 2]), [0, 0], [2, 2])),
    'joined with what all runs share': ({ x }) => tf.concat([x, tf.ones([2, 4])]),
    'stacked with what all runs share': ({ x }) => tf.stack([tf.ones([3, 4]), x], -1),
    'a sum of what all runs share and their own': ({ x }) => tf.addN([x, tf.ones([3, 4])]),
    'what all runs share, as it is': () => tf.range(0, 5),
    'from the last axis': ({ x }) => [
      tf.sum(x, -1),
      tf.reverse(x, -1),
      tf.concat([x, x], -1),
      ...tf.split(x, 2, -1),
    ],
    'to one number': ({ x }) => [tf.sum(x), tf.mean(x), tf.max(x)],
    'of several axes': ({ x }) => tf.sum(tf.reshape(x, [2, 3, 2]), [0, -1], true),
    'filled with a value of each run': ({ x }) => tf.fill([2, 2], 3).mul(tf.sum(x)),
  };
  it.each(Object.entries(cases))('%s', async (_, body) => expectTheSame(sameForAll(body)));

  it('of constants that runs differ in', async () => {
    const bodies = [0.5, 1.5, 3].map(
      (rate): Body =>
        ({ x }) => [
          tf.mul(x, rate),
          tf.add(tf.mul(x, tf.fill([3, 4], rate)), tf.tensor1d([rate, 1, 2, 3])),
          tf.scalar(rate),
        ],
    );
    await expectTheSame(bodies);
  });

  it('of large constants that are one value, which runs differ in', async () => {
    const bodies = [1, 2, 3].map(
      (value): Body =>
        ({ x }) =>
          tf.mul(tf.sum(x), tf.fill([40, 40], value)),
    );
    await expectTheSame(bodies);
  });
});
