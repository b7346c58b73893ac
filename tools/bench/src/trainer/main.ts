import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatTable } from '@lethe/contracts';
import * as z from 'zod';
import { median, ratioInterval } from '../process/ratios.js';
import { withTemporaryDirectory } from '../process/temporary-directory.js';
import { runBenchmark } from '../run-benchmark.js';
import { describeShape, shapeNames, shapes } from '../train-step/bench-case.js';
import { measureBatches, measureTraining, type TrainingMeasurement } from './measure-training.js';
import { writeTrainingData } from './write-training-data.js';

/** At most two minutes of training steps on two cores, and as much of bare ones. */
const defaultSteps = { small: 1600, medium: 400, large: 100 };
/** Share of the bare step's rate that a training run should reach. */
const AIM = 0.95;
const FILES = 12;

await runBenchmark({
  name: 'trainer',
  description:
    'a whole training run beside its bare step, blocks of each in turn on the same compiled program',
  options: {
    shape: z.enum(shapeNames).default('medium').describe('model and batch'),
    steps: z
      .int()
      .min(1)
      .optional()
      .describe(`training steps, and as many bare ones; ${Object.values(defaultSteps).join(', ')} by shape`),
    block: z.int().min(1).default(20).describe('steps of a turn'),
    resumeSeconds: z
      .number()
      .default(60)
      .describe('seconds of training between two resume points; 0 for none'),
    probe: z
      .enum(['off', 'on', 'both'])
      .default('off')
      .describe('the probe observer: two trainings for both'),
    probes: z.int().min(0).default(100).describe('probes in the data'),
    tensorboard: z.boolean().default(false).describe('write TensorBoard events too'),
    profile: z
      .boolean()
      .default(false)
      .describe('say where the time goes, by source file (the profiler itself takes some)'),
  },
  run: async ({ block, resumeSeconds, probe, probes, tensorboard, profile, ...options }) => {
    const shape = shapes[options.shape];
    const steps = block * Math.max(1, Math.round((options.steps ?? defaultSteps[options.shape]) / block));
    // Half of the time goes to bare steps, in which no resume point is due.
    process.env.LETHE_RESUME_SECONDS = resumeSeconds > 0 ? String(2 * resumeSeconds) : 'off';
    await withTemporaryDirectory(async (directory) => {
      const data = join(directory, 'data');
      mkdirSync(data);
      writeTrainingData(data, shape, { steps, probeCount: probes });
      console.log(`${describeShape(shape)}, AdamW; ${steps} steps in blocks of ${block}`);
      const batchMs = await measureBatches(data);
      for (const on of probe === 'both' ? [false, true] : [probe === 'on']) {
        const out = join(directory, on ? 'probed' : 'plain');
        const measured = await measureTraining({ shape, data, out, block, probe: on, tensorboard, profile });
        console.log(`\nprobe observer ${on ? `on, ${probes} probes` : 'off'}`);
        console.log(formatRates(measured, shape.batchSize * shape.time, batchMs));
        if (measured.files) console.log(formatFiles(measured.files, measured.steps));
      }
    });
  },
});

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Lines that compare a training with its bare step. */
function formatRates(measured: TrainingMeasurement, tokensPerStep: number, batchMs: number): string {
  const { openSeconds, trainSeconds, bareSeconds, steps, blocks } = measured;
  const rate = (seconds: number): string => ((steps * tokensPerStep) / seconds).toFixed(0);
  const perStep = (seconds: number): string => `${((1000 * seconds) / steps).toFixed(2)} ms/step`;
  const shares = blocks.bare.map((ms, i) => ms / blocks.training[i]!);
  const { ratio, low, high } = ratioInterval(blocks.bare, blocks.training);
  const cpu = ratioInterval(blocks.bareCpu, blocks.trainingCpu);
  const verdict = low >= AIM ? 'reached' : high < AIM ? 'missed' : 'undecided';
  return [
    `bare step   ${rate(bareSeconds)} tokens/s, ${perStep(bareSeconds)}`,
    `training    ${rate(trainSeconds)} tokens/s, ${perStep(trainSeconds)}, including all that it writes, ${blocks.resumePoints} resume points among it`,
    `ratio       ${percent(ratio)} [${percent(low)}, ${percent(high)}], 95 % interval over ${shares.length} pairs of blocks; aim ${percent(AIM)}: ${verdict}`,
    `            ${percent(bareSeconds / trainSeconds)} with the beginning and the end of the run; median of blocks ${percent(median(shares))}, range ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`,
    `processor   ${perStep(measured.bareCpuSeconds)} bare, ${perStep(measured.trainCpuSeconds)} in training: ${percent(cpu.ratio)} [${percent(cpu.low)}, ${percent(cpu.high)}] over the same pairs`,
    `batches     ${batchMs.toFixed(3)} ms/step when only they are read: ${percent((batchMs * steps) / 1000 / trainSeconds)} of the training`,
    `opening and compiling, not in the above: ${openSeconds.toFixed(1)} s`,
  ].join('\n');
}

/** Where a training spent its time. @param files milliseconds by source file */
function formatFiles(files: ReadonlyMap<string, number>, steps: number): string {
  const sorted = [...files].sort((a, b) => b[1] - a[1]);
  const total = sorted.reduce((sum, [, ms]) => sum + ms, 0);
  const rest = sorted.slice(FILES).reduce((sum, [, ms]) => sum + ms, 0);
  const rows = [...sorted.slice(0, FILES), ['(everything else)', rest] as const].map(([name, ms]) => [
    `  ${(ms / steps).toFixed(3)} ms/step`,
    percent(ms / total),
    name,
  ]);
  const table = formatTable(rows, ['right', 'right']);
  return `where the training spends it (innermost file of ours on the stack):\n${table}`;
}
