import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { openBackend } from '../../backends/open-backend.js';
import { maxDifference } from '../../testing/reference.js';
import { engines, floats, nativeEngines } from '../../testing/run-op.js';
import { tinyBatches, tinyState, trainTiny } from '../../testing/tiny-transformer.js';
import { type CompileMode, compile } from '../compile.js';
import type { Program } from '../program.js';
import { createLockstep, type LockstepMember } from './lockstep.js';

const alone = (): LockstepMember => ({ compile, leave() {} });

/** Runs a body for every member, which leaves in the end. */
const eachOf = <T>(
  members: readonly LockstepMember[],
  body: (member: LockstepMember, run: number) => Promise<T>,
) =>
  members.map(async (member, run) => {
    try {
      return await body(member, run);
    } finally {
      member.leave();
    }
  });
const runAll = <T>(...given: Parameters<typeof eachOf<T>>) => Promise.all(eachOf<T>(...given));
const settleAll = <T>(...given: Parameters<typeof eachOf<T>>) => Promise.allSettled(eachOf<T>(...given));

const RATES = [0.01, 0.003, 0.02];

/** Trains one run: its own weights, batches and learning rate. */
const train =
  (backend: 'tensorflow' | 'wasm', mode: CompileMode, steps = 50) =>
  async ({ compile }: LockstepMember, run: number) => {
    const module = await compile({
      backend: await openBackend({ backend }),
      state: tinyState(10 * run),
      programs: { train: trainTiny },
      mode,
    });
    const losses: number[] = [];
    for (const batch of tinyBatches(steps, run + 1)) {
      const learningRate = Float32Array.of(RATES[run]!);
      losses.push((await module.run('train', { ...batch, learningRate })).loss![0]!);
    }
    const { table } = await module.readState(['table']);
    await module.dispose();
    return { losses, table: table! };
  };

describe.each(engines)('training three models at once, $name', ({ backend, mode }) => {
  it('gives each the losses and weights that it has alone', { timeout: 120_000 }, async () => {
    const steps = backend === 'wasm' ? 5 : 50;
    const together = await runAll(createLockstep(3), train(backend, mode, steps));
    for (const [run, found] of together.entries()) {
      const own = await train(backend, mode, steps)(alone(), run);
      expect(maxDifference(found.losses, own.losses)).toBeLessThan(1e-5);
      expect(maxDifference(found.table, own.table)).toBeLessThan(1e-4);
    }
    expect(together[0]!.losses.at(-1)).not.toBeCloseTo(together[2]!.losses.at(-1)!, 2);
  });
});

/** A sum that grows by what is added, and one that is multiplied. */
const programs: Record<string, Program> = {
  add: {
    inputs: { by: { shape: [], dtype: 'float32' } },
    run: ({ sum }, { by }) => {
      const after = tf.add(sum!, by!);
      return { state: { sum: after }, outputs: { after } };
    },
  },
  scale: {
    inputs: {},
    run: ({ sum, factor }) => ({ state: { sum: tf.mul(sum!, factor!) }, outputs: {} }),
  },
  show: { inputs: {}, run: ({ sum }) => ({ outputs: { sum: tf.add(sum!, 0) } }) },
};

describe.skipIf(nativeEngines.length === 0)('runs that do not do the same', () => {
  const start = async ({ compile }: LockstepMember, run: number) =>
    compile({
      backend: await openBackend({ backend: 'tensorflow' }),
      state: { sum: floats([2], [run, run + 0.5]), factor: floats([], [run + 2]) },
      programs,
      mode: 'graph',
    });
  const by = (value: number) => ({ by: Float32Array.of(value) });

  it('change their own state alone', async () => {
    const results = await runAll(createLockstep(3), async (member, run) => {
      const module = await start(member, run);
      const seen: number[][] = [];
      const see = async () => seen.push([...(await module.run('show', {})).sum!]);
      for (let i = 0; i < 4; i++) {
        // Never all at once: one scales where others add, and one looks more often.
        if ((i + run) % 3 === 0) await module.run('scale', {});
        else await module.run('add', by(run + i), i % 2 === 0 ? [] : ['after']);
        if (run === 1) await see();
      }
      await see();
      await module.dispose();
      return seen;
    });
    const expected = [0, 1, 2].map((run) => {
      let sum = [run, run + 0.5];
      const seen: number[][] = [];
      for (let i = 0; i < 4; i++) {
        sum = sum.map((value) => ((i + run) % 3 === 0 ? value * (run + 2) : value + run + i));
        if (run === 1) seen.push(sum);
      }
      return [...seen, sum];
    });
    expect(results).toEqual(expected);
  });

  it('read and write their own state', async () => {
    const results = await runAll(createLockstep(3), async (member, run) => {
      const module = await start(member, run);
      if (run > 0) await module.writeState({ sum: Float32Array.of(run * 10, run * 20) });
      if (run === 2) await module.writeState({ factor: Float32Array.of(7) });
      await module.run('add', by(1));
      const state = await module.readState(run === 1 ? ['sum'] : undefined);
      await module.dispose();
      return Object.fromEntries(Object.entries(state).map(([name, values]) => [name, [...values]]));
    });
    expect(results).toEqual([
      { sum: [1, 1.5], factor: [2] },
      { sum: [11, 21] },
      { sum: [21, 41], factor: [7] },
    ]);
  });

  it('warm up without a change of state', async () => {
    const results = await runAll(createLockstep(2), async (member, run) => {
      const module = await start(member, run);
      expect(Object.keys(await module.warmUp())).toEqual(['add', 'scale', 'show']);
      const { sum } = await module.readState(['sum']);
      await module.dispose();
      return [...sum!];
    });
    expect(results).toEqual([
      [0, 0.5],
      [1, 1.5],
    ]);
  });

  it('go on when one has ended, or failed', async () => {
    const results = await settleAll(createLockstep(3), async (member, run) => {
      const module = await start(member, run);
      for (let i = 0; i < 3 + run; i++) {
        if (run === 1 && i === 2) throw new Error('failed');
        await module.run('add', by(1));
      }
      const { sum } = await module.readState(['sum']);
      await module.dispose();
      return [...sum!];
    });
    expect(
      results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.message)),
    ).toEqual([[3, 3.5], 'failed', [7, 7.5]]);
  });

  it('have programs and states of their own where these differ', async () => {
    const results = await runAll(createLockstep(2), async ({ compile }, run) => {
      const module = await compile({
        backend: await openBackend({ backend: 'tensorflow' }),
        state: { sum: floats([run + 1], new Array(run + 1).fill(1)), factor: floats([], [3]) },
        programs,
        mode: 'graph',
      });
      await module.run('scale', {});
      const { sum } = await module.run('show', {});
      await module.dispose();
      return [...sum!];
    });
    expect(results).toEqual([[3], [3, 3]]);
  });

  it('have shapes of their own inside the same operations', async () => {
    const results = await runAll(createLockstep(3), async ({ compile }, run) => {
      // Two rows of three, three rows of two, and again two of three: only constants tell them apart.
      const shape = run === 1 ? [3, 2] : [2, 3];
      const module = await compile({
        backend: await openBackend({ backend: 'tensorflow' }),
        state: { sum: floats([6], [1, 2, 3, 4, 5, 6 + run]), factor: floats([], [1]) },
        programs: {
          rows: {
            inputs: {},
            run: ({ sum: values }) => ({ outputs: { last: tf.sum(tf.max(tf.reshape(values!, shape), 1)) } }),
          },
        },
        mode: 'graph',
      });
      const { last } = await module.run('rows', {});
      await module.dispose();
      return last![0];
    });
    expect(results).toEqual([3 + 6, 2 + 4 + 7, 3 + 8]);
  });

  it('fail alone where one cannot be compiled', async () => {
    const results = await settleAll(createLockstep(3), async ({ compile }, run) => {
      const module = await compile({
        backend: await openBackend({ backend: 'tensorflow' }),
        state: { sum: floats([2], run === 1 ? [1] : [1, 2]), factor: floats([], [2]) },
        programs,
        mode: 'graph',
      });
      await module.run('scale', {});
      const { sum } = await module.run('show', {});
      await module.dispose();
      return [...sum!];
    });
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason.message).toContain('do not fit float32 [2]');
    expect((results[2] as PromiseFulfilledResult<number[]>).value).toEqual([2, 4]);
  });

  it('share the session that ends with the last of them', async () => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const before = backend.binding!.getNumOfTensors();
    await runAll(createLockstep(4), async (member, run) => {
      const module = await start(member, run);
      await module.run('add', by(1));
      await module.dispose();
      await expect(module.run('add', by(1))).rejects.toThrow('after dispose()');
    });
    expect(backend.binding!.getNumOfTensors()).toBe(before);
  });
});
