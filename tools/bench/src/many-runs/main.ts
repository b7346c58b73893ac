import { formatTable } from '@lethe/contracts';
import { type CompileMode, compile, createLockstep, openBackend } from '@lethe/runtime';
import * as z from 'zod';
import { median, ratioInterval } from '../process/ratios.js';
import { commaSeparated, log, runBenchmark } from '../run-benchmark.js';
import { manyRunsShapes, openRun, type Run, type RunShape, shapeNames } from './run.js';

const count = z.coerce.number().int().min(1);

await runBenchmark({
  name: 'many-runs',
  description: 'training runs of one model one after the other, and as one program',
  options: {
    shape: z
      .array(z.enum(shapeNames))
      .default([...shapeNames])
      .describe('what is trained'),
    runs: commaSeparated(count).default([8, 64]).describe('numbers of runs, separated by commas'),
    steps: count.default(20).describe('steps of every run in a round'),
    rounds: count.default(9).describe('rounds of both, in turn'),
    threads: count.optional().describe('of TensorFlow; all by default'),
    mode: z.enum(['graph', 'compiled']).default('graph').describe('how programs run'),
  },
  run: async ({ shape, runs, threads, ...turns }) => {
    const backend = await openBackend({ backend: 'tensorflow', threads });
    const rows: string[][] = [];
    for (const name of shape) {
      for (const size of runs) {
        log(`${name}, ${size} runs`);
        const one: RunShape = manyRunsShapes[name];
        const { alone, together, difference } = await compareWays(one, size, { ...turns, backend });
        const { ratio, low, high } = ratioInterval(alone, together);
        const tokens = size * turns.steps * one.batchSize * one.time;
        rows.push([
          ...[name, String(size)],
          ...[alone, together].map((seconds) => Math.round(tokens / median(seconds)).toLocaleString('en-US')),
          `${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
          difference.toExponential(1),
        ]);
      }
    }
    const header = ['what', 'runs', 'tokens/s in turn', 'at once', 'ratio', 'losses differ by'];
    console.log(formatTable([header, ...rows], ['left', 'right', 'right', 'right', 'right', 'right']));
  },
});

interface Turns {
  backend: Awaited<ReturnType<typeof openBackend>>;
  mode: CompileMode;
  steps: number;
  rounds: number;
}

/** Seconds of every round of so many runs, both ways, and the largest difference of losses in the first round. */
async function compareWays(shape: RunShape, size: number, { backend, mode, steps, rounds }: Turns) {
  const places = Array.from({ length: size }, (_, run) => run);
  const own: Run[] = [];
  for (const run of places) own.push(await openRun(shape, run, { backend, mode, compile }));
  const members = createLockstep(size);
  const shared = await Promise.all(
    places.map((run) => openRun(shape, run, { backend, mode, compile: members[run]!.compile })),
  );
  const inTurn = async (): Promise<number[][]> => {
    const losses: number[][] = [];
    for (const run of own) losses.push(await run.train(steps));
    return losses;
  };
  const atOnce = (): Promise<number[][]> => Promise.all(shared.map((run) => run.train(steps)));
  // TensorFlow plans in the first round.
  const [alone, together] = [(await inTurn()).flat(), (await atOnce()).flat()];
  const difference = Math.max(...alone.map((loss, i) => Math.abs(loss - together[i]!)));
  const seconds = { alone: [] as number[], together: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    seconds.alone.push(await secondsOf(inTurn));
    seconds.together.push(await secondsOf(atOnce));
  }
  await Promise.all([...own, ...shared].map((run) => run.dispose()));
  return { ...seconds, difference };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
