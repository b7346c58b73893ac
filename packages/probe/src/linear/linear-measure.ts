import { defineTable, float64, int32, utf8 } from '@lethe/contracts';
import * as z from 'zod';
import { type CheckpointMeasure, stepColumn } from '../checkpoints/checkpoint-measure.js';

/** P- and Q-probing (arXiv 2309.14316, section 5): what linear heads read from the states of a model. */
export const linearSpec = z.strictObject({
  kinds: z
    .array(z.enum(['p', 'q']))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'each kind once')
    .default(['p', 'q'])
    .describe('p: just before each value in the text of a fact; q: at the end of its subject alone'),
  values: z
    .array(z.enum(['whole', 'first']))
    .min(1)
    .refine((values) => new Set(values).size === values.length, 'each once')
    .default(['whole', 'first'])
    .describe(
      'what heads tell apart: whole values, or their first tokens, which are fewer, so that a small world has more facts of each; what is alike in all facts is left out',
    ),
  rank: z
    .strictObject({
      p: z.int().nonnegative().default(2).describe('for P-probing; 0 for heads alone'),
      q: z.int().nonnegative().default(16).describe('for Q-probing; 0 for heads alone'),
    })
    .nullable()
    .default(null)
    .describe(
      'rank of the change of the token embeddings that is trained under the heads of a place, as in the paper: every update passes through the model. null for heads alone, whose accuracies are lower bounds',
    ),
  steps: z
    .int()
    .positive()
    .default(2000)
    .describe('updates of each head; at most so many where embeddings are changed'),
  learningRate: z.number().positive().default(0.003).describe('of AdamW; it falls linearly to 0'),
  weightDecay: z.number().nonnegative().default(0.1),
  batchSize: z
    .int()
    .positive()
    .optional()
    .describe('facts per update; by default 50 for P-probing with changed embeddings, else 200'),
  seed: z.int().nonnegative().max(0x7fffffff).default(1).describe('of batches and initial values'),
});

export type LinearSpec = z.output<typeof linearSpec>;

/** P- and Q-probing (arXiv 2309.14316, section 5). */
export const linearProbes = defineTable({
  name: 'linear_probes',
  version: 1,
  rows: 'one attribute read at one place of the texts by one linear head on the states of one checkpoint',
  format: 'file',
  columns: {
    step: stepColumn(),
    kind: utf8(
      'p: just before a value in the text of a fact; q: at the end of the name of its subject alone',
    ),
    position: int32(
      'p: number of the memorization probe of a fact, shortest prompt first: in a text with several values their order; q: 0',
    ),
    attribute: utf8(
      'what is read: the relation of the fact, where it has one, and the number of its question',
    ),
    value: utf8('whole: values are told apart; first: the first tokens of values'),
    question: utf8('the prompt of one of the questions for it, as an example'),
    rank: int32('rank of the change of the embeddings that is trained under the head; 0 for the head alone'),
    train_facts: int32('facts whose questions are for training: the head is fitted to them'),
    validation_facts: int32('those of them that only say when to stop; 0 where a head takes all its updates'),
    test_facts: int32('facts that the head is tested on'),
    known_test_facts: int32(
      'those of them whose value some fact for training has: no head gets the others right',
    ),
    classes: int32('values, or first tokens, among the facts for training'),
    train_accuracy: float64('share of right values among the facts that the head is fitted to, 0 to 1'),
    test_accuracy: float64('the same among the facts that it is tested on'),
    test_low: float64('lower end of the 95 % Wilson interval of test_accuracy; facts are the unit'),
    test_high: float64('upper end of it'),
    majority: float64('share of test facts that have the most frequent value among the facts for training'),
    updates: int32('updates after which the head was taken'),
    most_updates: int32('updates that it was given, over which the learning rate falls to 0'),
    learning_rate: float64('of the first update'),
    weight_decay: float64('decoupled weight decay of AdamW'),
    batch_size: int32('facts per update'),
    seed: int32('seed of batches and initial values'),
  },
});

/** What linear heads read from the states. */
export const linearMeasure = {
  options: linearSpec
    .nullable()
    .default(null)
    .describe('what linear heads read from the states: the table linear_probes; null for none'),
  table: linearProbes,
} as const satisfies CheckpointMeasure;
