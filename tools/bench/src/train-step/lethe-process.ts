import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainSpec } from '@lethe/contracts';
import { loadCheckpoint } from '@lethe/model';
import { compile, openBackend } from '@lethe/runtime';
import { createTrainStep } from '@lethe/train';
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

const trainStep = createTrainStep(bench.config, train, bench);
const backend = await openBackend({ backend: backendName });
const module = await compile({
  backend,
  mode,
  state: { ...weights, ...trainStep.state },
  programs: trainStep.programs,
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
  const batch = tokens.slice(at, at + perBatch);
  const { loss } = await trainStep.run(module, step, { tokens: batch }, bench.learningRate);
  measurement.losses.push(loss);
  measurement.seconds.push((performance.now() - begin) / 1000);
}
await module.dispose();
process.stdout.write(`${JSON.stringify(measurement)}\n`);
