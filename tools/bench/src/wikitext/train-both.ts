import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluation, readRows, steps } from '@lethe/contracts';
import { runData } from '@lethe/data';
import { dataSpec } from '@lethe/data/declaration';
import { modelSpec } from '@lethe/model/declaration';
import { checkpointDirectory, runTrain } from '@lethe/train';
import { trainSpec } from '@lethe/train/declaration';
import { python, pythonScript } from '../process/python.js';
import { runMeasured } from '../process/run-measured.js';
import { log } from '../run-benchmark.js';
import type { Curves } from './curves.js';

/**
 * A small GPT-2 on WikiText-2 text, a minute of two cores: trained on the articles of the test file and evaluated on
 * those of the validation file, the two files that the data directory holds. No facts are injected.
 */
const experiment = {
  data: dataSpec.parse({
    seed: 1,
    facts: { source: 'generated', scenarios: { control: 1 } },
    background: { source: 'text', locations: [{ path: 'wikitext-2/test.txt' }] },
    evaluation: { source: 'text', locations: [{ path: 'wikitext-2/valid.txt' }] },
    tokenizer: { type: 'byte-bpe', vocabSize: 2048 },
    sequenceLength: 128,
    order: { steps: 500, batchSize: 8, injection: { start: 0, count: 1 } },
  }),
  model: modelSpec.parse({ architecture: 'gpt2', layers: 4, heads: 4, width: 128 }),
  train: trainSpec.parse({
    optimizer: { learningRate: 2e-3 },
    schedule: { shape: 'cosine', warmupSteps: 50 },
    clipNorm: 1,
    evaluation: { every: 25, rows: 128 },
    // Where PyTorch begins.
    checkpoints: [0],
  }),
};

export interface LetheTraining {
  /** Directory of the data stage. */
  data: string;
  /** Hugging Face directory of the initial weights. */
  initial: string;
  curves: Curves;
  seconds: number;
}

export interface PytorchTraining {
  curves: Curves;
  seconds: number;
  /** Versions of PyTorch and transformers. */
  description: string;
}

/** Runs the data and the train stage of the experiment below `directory`. */
export async function trainLethe(directory: string): Promise<LetheTraining> {
  const context = (name: string) => {
    const out = join(directory, name);
    mkdirSync(out);
    return { out, log, signal: new AbortController().signal };
  };
  const { data: config, model, train } = experiment;
  const [data, trained] = [context('data'), context('train')];
  await runData({ config, baseDirectory: directory }, data);
  const since = performance.now();
  await runTrain({ config: { model, train }, data: data.out }, trained);
  const seconds = (performance.now() - since) / 1000;
  const training = (await readRows(trained.out, steps)).map(({ step, loss }) => ({ step, loss }));
  const validation = (await readRows(trained.out, evaluation)).map(({ step, loss, standard_error }) => ({
    step,
    loss,
    standardError: standard_error ?? undefined,
  }));
  const initial = join(trained.out, checkpointDirectory(0));
  return { data: data.out, initial, curves: { training, validation }, seconds };
}

/**
 * Trains the same model in PyTorch, from the same initial weights and batches, in a separate process.
 * @throws Error when PyTorch, transformers or pyarrow is missing, or the training fails
 */
export async function trainPytorch(
  directory: string,
  { data, initial }: LetheTraining,
): Promise<PytorchTraining> {
  const config = join(directory, 'train.json');
  writeFileSync(config, JSON.stringify(experiment.train));
  const files = ['--data', data, '--initial', initial, '--config', config];
  const { report } = await runMeasured<PytorchTraining>(python, [
    pythonScript('torch_wikitext.py'),
    ...files,
  ]);
  return report;
}
