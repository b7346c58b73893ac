import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '@lethe/model';
import { type BackendName, type CompileMode, compile, openBackend } from '@lethe/runtime';
import { createTrainStep } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import { answerLines } from '../process/line-process.js';
import { anonymousPeakMiB, peakMemoryMiB } from '../process/memory.js';
import { type BenchCase, CASE_FILE, TOKENS_FILE } from './bench-case.js';
import { type Measurement, type Turn, wantsStep } from './variants.js';

// One variant: node lethe-process.js DIRECTORY BACKEND MODE; answers turns.
const [directory, backendName, mode] = process.argv.slice(2) as [string, BackendName, CompileMode];
const backend = await openBackend({ backend: backendName });
const baseMiB = peakMemoryMiB();
const bench = JSON.parse(readFileSync(join(directory, CASE_FILE), 'utf8')) as BenchCase;
const bytes = readFileSync(join(directory, TOKENS_FILE));
const tokens = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const { weights } = openCheckpoint(join(directory, 'model'));
const train = trainSpec.parse({
  optimizer: { learningRate: bench.learningRate, weightDecay: bench.weightDecay },
  clipNorm: bench.clipNorm,
});
const trainStep = createTrainStep(bench.config, train, bench);
const module = await compile({
  backend,
  mode,
  state: { ...weights, ...trainStep.state },
  programs: trainStep.programs,
});
const perBatch = bench.batchSize * bench.time;
let step = 0;

await answerLines(async (turn: Turn): Promise<Measurement> => {
  const losses: number[] = [];
  const seconds: number[] = [];
  const began = performance.now();
  while (wantsStep(turn, losses.length, (performance.now() - began) / 1000)) {
    const begin = performance.now();
    const at = (step % bench.batches) * perBatch;
    const batch = tokens.slice(at, at + perBatch);
    const { loss } = await trainStep.run(module, step, { tokens: batch }, bench.learningRate);
    losses.push(loss);
    seconds.push((performance.now() - begin) / 1000);
    if (!Number.isFinite(loss)) throw new Error(`the loss is not finite at step ${step}`);
    step++;
  }
  return { losses, seconds, peakMiB: peakMemoryMiB(), anonymousMiB: anonymousPeakMiB(), baseMiB };
});
await module.dispose();
