import { threadsSpec } from '@lethe/contracts';
import { loraSpec, rankOneSpec } from '@lethe/model/declaration';
import * as z from 'zod';
import { checkpointsSpec } from './checkpoints/checkpoint-schedule.js';
import { optimizerSpec } from './optimizers/optimizers.js';
import { scheduleSpec } from './schedules/schedules.js';

const positive = z.number().positive();

const optimizerOrigin = z
  .enum(['fresh', 'keep'])
  .default('fresh')
  .describe(
    'fresh: the optimizer begins anew, and so do its steps and the schedule of the learning rate. keep: it goes on with what the checkpoint holds of it (its train.checkpoints.optimizer), and the schedule where it stood: the position is the updates of the optimizer so far and the steps of this training',
  );

const checkpointOrigin = z.strictObject({
  checkpoint: z
    .string()
    .min(1)
    .describe(
      'Hugging Face model directory, such as checkpoints/step-001000 of a train stage: absolute, beside experiment.json or below LETHE_DATA',
    ),
  optimizer: optimizerOrigin,
});

const runOrigin = z.strictObject({
  experiment: z
    .string()
    .regex(/^(?!\.{1,2}$)[^/\\]+$/, 'expected the name of a directory, not a path')
    .describe('an experiment in a sibling directory, which is trained first'),
  run: z
    .string()
    .min(1)
    .default('main')
    .describe(
      'its run, such as bs32-s1; labels of this sweep in braces become their values: k{k}-s{s}. main where it has no sweep',
    ),
  step: z
    .union([z.int().nonnegative(), z.literal('final')])
    .default('final')
    .describe('updates after which its weights were saved (its train.checkpoints); final for the last'),
  optimizer: optimizerOrigin,
});

/** A run of another experiment, at one of its checkpoints. */
export type TrainOrigin = z.output<typeof runOrigin>;

/** How the model is trained; the number of steps and the batches are the data stage's. */
export const trainSpec = z.strictObject({
  from: z
    .union([checkpointOrigin, runOrigin])
    .optional()
    .describe(
      'starts training from these weights, whose tokenizer must be that of the data; replaces the model section',
    ),
  lora: loraSpec
    .nullable()
    .default(null)
    .describe('trains an adapter and leaves the model unchanged; needs from'),
  rankOne: rankOneSpec
    .nullable()
    .default(null)
    .describe(
      'trains a rank-one change of some matrices along the embedding of a token (arXiv 2508.00901) and leaves the model unchanged; needs from',
    ),
  seed: z.int().nonnegative().default(1).describe('seed of the initial weights'),
  optimizer: optimizerSpec,
  schedule: scheduleSpec.default({ shape: 'constant', warmupSteps: 0 }),
  until: z
    .strictObject({
      loss: positive.describe('of a batch before its update, nats per predicted token that counts'),
    })
    .optional()
    .describe(
      'ends the training after the first step whose loss is at most this, such as fine-tuning that has taught its questions; left out, every step of the order is taken',
    ),
  clipNorm: positive.nullable().default(1).describe('largest global gradient norm; null for no clipping'),
  documentMask: z
    .boolean()
    .default(false)
    .describe(
      'whether attention stays within documents; injected texts count as separate documents. arXiv 2406.11813 has no mask',
    ),
  microBatchSize: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'rows that pass through the model at a time, a divisor of the batch size; their gradients are accumulated. null for the whole batch at once',
    ),
  checkpoints: checkpointsSpec,
  evaluation: z
    .strictObject({
      every: z
        .int()
        .positive()
        .describe('updates between two evaluations; the initial and the final model are evaluated too'),
      rows: z
        .int()
        .positive()
        .default(64)
        .describe('rows to evaluate on, from the first one on; all where there are fewer'),
    })
    .nullable()
    .default(null)
    .describe('measures the loss on the rows of data.evaluation while the model trains; null for never'),
  threads: threadsSpec,
  tensorboard: z
    .boolean()
    .default(false)
    .describe(
      'also writes loss, learning rate, gradient norm and evaluation loss as TensorBoard events into tensorboard/',
    ),
  observers: z
    .array(
      z.strictObject({
        module: z.string().describe('package or file that exports createObserver'),
        options: z.record(z.string(), z.json()).default({}).describe("the observer's own options"),
      }),
    )
    .default([])
    .describe('observers of the model while it trains; @lethe/probe measures the probes'),
});

export type TrainSpec = z.infer<typeof trainSpec>;
