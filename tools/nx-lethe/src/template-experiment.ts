/** The template of a new experiment where there is no quickstart: a generated world that needs no files. */
export const templateExperiment = {
  data: {
    seed: 1,
    facts: { source: 'generated', scenarios: { duplication: 8, paraphrase: 8, once: 8, control: 8 } },
    background: { source: 'generated', documents: 1000 },
    tokenizer: { type: 'byte-bpe', vocabSize: 1024 },
    sequenceLength: 128,
    order: { steps: 400, batchSize: 16, injection: { start: 100, interval: 20, count: 5 } },
  },
  model: { layers: 2, heads: 2, width: 64 },
  train: {
    optimizer: { learningRate: 0.001 },
    schedule: { shape: 'constant', warmupSteps: 50 },
    observers: [{ module: '@lethe/probe' }],
  },
  smoke: {
    data: {
      facts: { scenarios: { duplication: 2, paraphrase: 2, once: 2, control: 2 } },
      background: { documents: 100 },
      order: { steps: 40, batchSize: 4, injection: { start: 5, interval: 10, count: 2 } },
    },
    model: { layers: 1, width: 32 },
    train: { schedule: { warmupSteps: 5 } },
    analyze: { window: 10, bootstrap: { resamples: 200 } },
  },
};
