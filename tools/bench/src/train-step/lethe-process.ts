import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { createTrainStep } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import { anonymousPeakMiB, peakMemoryMiB } from '../process/peak-memory.js';
import { type BenchCase, CASE_FILE, TOKENS_FILE } from './bench-case.js';
import { type Measurement, type Turn, wantsStep } from './measurement.js';

// One variant: node lethe-process.js DIRECTORY BACKEND MODE. Every line on stdin is a turn, answered by a line of JSON.
const [directory, backendName, mode] = process.argv.slice(2) as [
  string,
  'tensorflow' | 'wasm',
  'compiled' | 'graph' | 'eager',
];
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
const description = JSON.stringify(backend.description.versions);
const perBatch = bench.batchSize * bench.time;
let step = 0;

async function take(turn: Turn): Promise<Measurement> {
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
  const memory = { peakMiB: peakMemoryMiB(), anonymousMiB: anonymousPeakMiB(), baseMiB };
  return { losses, seconds, ...memory, description };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await take(JSON.parse(line) as Turn))}\n`);
}
await module.dispose();
