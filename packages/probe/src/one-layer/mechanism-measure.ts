import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';
import * as z from 'zod';
import { type CheckpointMeasure, stepColumn } from '../checkpoints/checkpoint-measure.js';

/** What a one-layer model does in a symbolic world (arXiv 2508.00901). */
export const mechanism = defineTable({
  name: 'mechanism',
  version: 1,
  rows: 'one checkpoint of a one-layer model',
  format: 'file',
  columns: {
    step: stepColumn(),
    before: nullable(utf8('the checkpoint that format_change_cosine compares with')),
    facts: int32('facts with memorization or qa probes: the unit of the standard errors'),
    relations: int32('relation tokens'),
    questions: int32('questions for training, whose gradient is taken'),
    attention_mass_memorization: float64(
      'mean attention of the last position of memorization prompts to subject, relation and format tokens, 0 to 1',
    ),
    attention_mass_memorization_error: nullable(
      float64('standard error of it over facts, clustered; null for a single fact'),
    ),
    uniform_mass_memorization: float64('share of such tokens in these prompts: what uniform attention gives'),
    attention_mass_qa: float64('the same attention in qa prompts'),
    attention_mass_qa_error: nullable(
      float64('standard error of it over facts, clustered; null for a single fact'),
    ),
    uniform_mass_qa: float64('what uniform attention gives in qa prompts'),
    format_cosine: nullable(
      float64(
        "cosine of the format token's direction in the neurons and the mean direction of relation tokens; null without an MLP",
      ),
    ),
    format_change_cosine: nullable(
      float64('the same of what training added to the format token since `before`; null without it'),
    ),
    relation_cosine: nullable(
      float64(
        'mean cosine of the mean direction of relation tokens and the single ones; null without an MLP',
      ),
    ),
    gradient_energy: nullable(
      float64(
        'share of the energy of the gradient of W_1 on the questions for training in its first singular direction; null without them or an MLP',
      ),
    ),
    gradient_left_cosine: nullable(
      float64("cosine of its left singular vector and the format token's embedding, without sign"),
    ),
  },
});

/** How a one-layer model comes to its answers. */
export const mechanismMeasure = {
  options: z
    .boolean()
    .default(false)
    .describe(
      'attention, directions and gradient of a one-layer model in a symbolic world: the table mechanism',
    ),
  table: mechanism,
} as const satisfies CheckpointMeasure;
