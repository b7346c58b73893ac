import { dataSpec } from '@lethe/data/declaration';
import { modelSpec } from '@lethe/model/declaration';
import { trainSpec } from '@lethe/train/declaration';

/** Updates between two evaluations. */
const EVALUATE_EVERY = 25;

/**
 * A small GPT-2 on WikiText-2 text, a minute of two cores: trained on the articles of the test file and evaluated
 * on those of the validation file, since those two are what the folder of data holds. No facts are injected.
 */
export const wikitextExperiment = {
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
    evaluation: { every: EVALUATE_EVERY, rows: 128 },
    // Where PyTorch begins.
    checkpoints: [0],
  }),
};
