import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StageContext } from '@lethe/contracts';
import { modelSpec } from '@lethe/model/declaration';
import { openTrainingData, readTrainingBatches, runTrain } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import type { Shape } from '../train-step/shapes.js';
import { type BareStepsOptions, type BlockTimes, blockTimes, cpuMilliseconds } from './bare-steps.js';
import { startProfile, timeByFile } from './profile-files.js';

export interface TrainingMeasurement {
  /** Seconds until the loop of steps began: opening, recording, compiling. */
  openSeconds: number;
  /** Seconds from there to the end of the run, bare steps left out. */
  trainSeconds: number;
  bareSeconds: number;
  /** Processor time of the same, all threads; what others do on the machine counts less in it. */
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
  /** Steps of a block; the number of steps is a multiple of it. */
  block: number;
  probe: boolean;
  tensorboard: boolean;
  profile: boolean;
  log: (line: string) => void;
}

const LEARNING_RATE = 1e-3;

/** Runs the train stage on a data directory, with a block of bare steps after every block of its own. */
export async function measureTraining(options: MeasureOptions): Promise<TrainingMeasurement> {
  const { shape, data, out, block, probe, tensorboard } = options;
  mkdirSync(out);
  const { batchSize, time } = shape;
  const bare: BareStepsOptions = { batchSize, time, block, learningRate: LEARNING_RATE };
  const train = trainSpec.parse({
    optimizer: { learningRate: LEARNING_RATE },
    tensorboard,
    observers: [
      ...(probe ? [{ module: '@lethe/probe' }] : []),
      { module: fileURLToPath(new URL('bare-steps.js', import.meta.url)), options: { ...bare } },
    ],
  });
  const { layers, heads, width } = shape;
  const model = modelSpec.parse({ architecture: 'gpt2', layers, heads, width });
  const context: StageContext = { out, log: options.log, signal: new AbortController().signal };
  const profile = options.profile ? await startProfile() : undefined;
  const since = performance.now();
  await runTrain({ config: { model, train }, data, backend: 'tensorflow' }, context);
  const seconds = (performance.now() - since) / 1000;
  const { start, ...blocks } = blockTimes;
  const cpuSeconds = (cpuMilliseconds() - blocks.startCpu) / 1000;
  const sum = (values: readonly number[]): number => values.reduce((total, ms) => total + ms, 0);
  const bareSeconds = sum(blocks.bare) / 1000;
  const bareCpuSeconds = sum(blocks.bareCpu) / 1000;
  const openSeconds = (start - since) / 1000;
  const spans: [number, number][] = [[0, blocks.startMicroseconds], ...blocks.bareSpans];
  return {
    openSeconds,
    trainSeconds: seconds - openSeconds - bareSeconds,
    bareSeconds,
    trainCpuSeconds: cpuSeconds - bareCpuSeconds,
    bareCpuSeconds,
    steps: block * blocks.bare.length,
    blocks: blockTimes,
    files: profile && timeByFile(await profile.stop(), spans),
  };
}

/** Milliseconds per step that putting the batches together takes by itself. */
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
