import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainSpec } from '@lethe/contracts';
import { loadCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { adamwState, biasCorrections, TRAIN_STEP, trainStepProgram } from '@lethe/train';
import { type BenchCase, CASE_FILE, TOKENS_FILE } from './bench-case.js';
import { type Budget, type Measurement, wantsStep } from './measurement.js';

// One process of the benchmark: node lethe-process.js DIRECTORY BACKEND MODE BUDGET -> one JSON line.
const [directory, backendName, mode, budgetJson] = process.argv.slice(2) as [
  string,
  'tensorflow' | 'wasm',
  'compiled' | 'graph' | 'eager',
  string,
];
const budget = JSON.parse(budgetJson) as Budget;
const bench = JSON.parse(readFileSync(join(directory, CASE_FILE), 'utf8')) as BenchCase;
const bytes = readFileSync(join(directory, TOKENS_FILE));
const tokens = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
const { weights } = loadCheckpoint(join(directory, 'model'));
const train = trainSpec.parse({
  optimizer: { learningRate: bench.learningRate, weightDecay: bench.weightDecay },
  clipNorm: bench.clipNorm,
});

const backend = await openBackend({ backend: backendName });
const module = await compile({
  backend,
  mode,
  state: { ...weights, ...adamwState(weights) },
  programs: { [TRAIN_STEP]: trainStepProgram(bench.config, train, bench) },
});
const perBatch = bench.batchSize * bench.time;
const measurement: Measurement = {
  losses: [],
  seconds: [],
  description: JSON.stringify(backend.description.versions),
};
let counting = performance.now();
for (let step = 0; wantsStep(budget, step, (performance.now() - counting) / 1000); step++) {
  const begin = performance.now();
  if (step === budget.warmUp) counting = begin;
  const at = (step % bench.batches) * perBatch;
  const [correction1, correction2] = biasCorrections(train.optimizer, step);
  const { loss } = await module.run(TRAIN_STEP, {
    tokens: tokens.slice(at, at + perBatch),
    learningRate: Float32Array.of(bench.learningRate),
    biasCorrection1: Float32Array.of(correction1),
    biasCorrection2: Float32Array.of(correction2),
  });
  measurement.losses.push(loss![0]!);
  measurement.seconds.push((performance.now() - begin) / 1000);
}
await module.dispose();
process.stdout.write(`${JSON.stringify(measurement)}\n`);
