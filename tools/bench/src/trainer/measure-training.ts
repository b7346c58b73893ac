import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelSpec } from '@lethe/model/declaration';
import { openTrainingData, readTrainingBatches, runTrain } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import { sum } from '../process/ratios.js';
import { log } from '../run-benchmark.js';
import type { Shape } from '../train-step/bench-case.js';
import { type BareStepsOptions, type BlockTimes, blockTimes, now } from './bare-steps.js';
import { startProfile, timeByFile } from './profile-files.js';

export interface TrainingMeasurement {
  /** Seconds until the loop of steps began: opening, recording, compiling. */
  openSeconds: number;
  /** Seconds from there to the end of the run, bare steps left out. */
  trainSeconds: number;
  bareSeconds: number;
  /** Processor time of the same, all threads; other work on the machine counts less in it. */
  trainCpuSeconds: number;
  bareCpuSeconds: number;
  steps: number;
  blocks: BlockTimes;
  /** Milliseconds by source file, bare steps left out; only with `profile`. */
  files?: Map<string, number> | undefined;
}

export interface MeasureOptions {
  shape: Shape;
  data: string;
  out: string;
  /** Steps per block; the number of steps is a multiple of it. */
  block: number;
  probe: boolean;
  tensorboard: boolean;
  profile: boolean;
}

const LEARNING_RATE = 1e-3;

/** Runs the train stage on a data directory, with a block of bare steps after each of its blocks. */
export async function measureTraining(options: MeasureOptions): Promise<TrainingMeasurement> {
  const { shape, data, out, block, probe, tensorboard } = options;
  mkdirSync(out);
  const { batchSize, time, layers, heads, width } = shape;
  const bare: BareStepsOptions = { batchSize, time, block, learningRate: LEARNING_RATE };
  const train = trainSpec.parse({
    optimizer: { learningRate: LEARNING_RATE },
    tensorboard,
    observers: [
      ...(probe ? [{ module: '@lethe/probe' }] : []),
      { module: join(import.meta.dirname, 'bare-steps.js'), options: { ...bare } },
    ],
  });
  const model = modelSpec.parse({ architecture: 'gpt2', layers, heads, width });
  const context = { out, log, signal: new AbortController().signal };
  const stopProfile = options.profile ? await startProfile() : undefined;
  const begin = now();
  await runTrain({ config: { model, train }, data, backend: 'tensorflow' }, context);
  const end = now();
  const blocks = blockTimes;
  const [bareMs, bareCpuMs] = [sum(blocks.bare), sum(blocks.bareCpu)];
  return {
    openSeconds: (blocks.start.clock - begin.clock) / 1000,
    trainSeconds: (end.clock - blocks.start.clock - bareMs) / 1000,
    bareSeconds: bareMs / 1000,
    trainCpuSeconds: (end.cpu - blocks.start.cpu - bareCpuMs) / 1000,
    bareCpuSeconds: bareCpuMs / 1000,
    steps: block * blocks.bare.length,
    blocks,
    files:
      stopProfile && timeByFile(await stopProfile(), [[0, blocks.start.microseconds], ...blocks.bareSpans]),
  };
}

/** Milliseconds per step that reading the batches takes by itself. */
export async function measureBatches(directory: string): Promise<number> {
  const { sequences, batchSize, steps } = await openTrainingData(directory);
  const since = performance.now();
  let tokens = 0;
  for await (const batch of readTrainingBatches(directory, sequences, batchSize))
    tokens += batch.tokens.length;
  await sequences.tokens.close();
  if (tokens !== steps * batchSize * sequences.length) throw new Error('not all batches were read');
  return (performance.now() - since) / steps;
}
