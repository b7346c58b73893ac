import * as z from 'zod';

const positive = z.number().positive();

const optimizerSpec = z.strictObject({
  type: z.literal('adamw').default('adamw'),
  learningRate: positive.describe('peak learning rate'),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.95),
  epsilon: positive.default(1e-8),
  weightDecay: z.number().nonnegative().default(0.1).describe('decoupled; on matrices only'),
});

const scheduleSpec = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('constant'), warmupSteps: z.int().nonnegative().default(0) }),
  z.strictObject({
    shape: z.literal('cosine'),
    warmupSteps: z.int().nonnegative().default(0),
    finalFraction: z.number().min(0).max(1).default(0.1).describe('share of the peak at the last step'),
  }),
]);

/** How the model is trained; the number of steps and the batches are the data stage's. */
export const trainSpec = z.strictObject({
  seed: z.int().nonnegative().default(1).describe('seed of the initial weights'),
  optimizer: optimizerSpec,
  schedule: scheduleSpec.default({ shape: 'constant', warmupSteps: 0 }),
  clipNorm: positive.nullable().default(1).describe('largest global gradient norm; null for no clipping'),
  checkpoints: z
    .array(z.int().nonnegative())
    .default([])
    .describe('numbers of updates after which weights are saved, beside the final ones'),
  observers: z
    .array(
      z.strictObject({
        module: z.string().describe('package or file that exports createObserver'),
        options: z.record(z.string(), z.json()).default({}).describe("the observer's own options"),
      }),
    )
    .default([])
    .describe('what looks at the model while it trains; @lethe/probe measures the probes'),
});

export type TrainSpec = z.infer<typeof trainSpec>;
