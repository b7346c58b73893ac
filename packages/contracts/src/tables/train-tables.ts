import { bool, float32, float64, int32, list, nullable, utf8 } from '../arrow/columns.js';
import { defineTable } from '../arrow/define-table.js';

export const steps = defineTable({
  name: 'steps',
  version: 1,
  rows: 'one training step',
  format: 'stream',
  columns: {
    step: int32('training step, from 0'),
    tokens: float64('tokens seen up to and including this step'),
    loss: float32('mean next-token loss of the batch before the update, nats per token'),
    learning_rate: float32('learning rate of the update'),
    grad_norm: float32('global norm of the gradient before clipping'),
    seconds: float64('seconds since the first step began'),
  },
});

export const evaluation = defineTable({
  name: 'evaluation',
  version: 1,
  rows: 'one evaluation of the model on rows that training never sees',
  format: 'stream',
  columns: {
    step: int32('number of updates done when it was measured: 0 is the initial model'),
    loss: float64('mean next-token loss over the rows, nats per token'),
    standard_error: nullable(
      float64('standard error of that mean, taken over rows, nats per token; null for a single row'),
    ),
    rows: int32('rows measured, the same ones every time'),
    tokens: int32('tokens predicted'),
  },
});

export const trace = defineTable({
  name: 'trace',
  version: 1,
  rows: 'one probe measured after a number of updates',
  format: 'stream',
  columns: {
    step: int32('number of updates done when it was measured: 0 is the initial model'),
    probe_id: utf8('the probe'),
    token_logprobs: list(float32('natural-log probability of every target token')),
    first_token_rank: int32('rank of the first target token among all tokens; 1 is the most probable'),
    greedy_match: bool('whether every target token is the most probable one'),
  },
});

/** Kinds of generated answers; `none` where the answer is right. */
export type ErrorClass =
  | 'none'
  | 'fine_tuned_answer'
  | 'other_answer'
  | 'partial'
  | 'relation'
  | 'empty'
  | 'other';

export const answers = defineTable({
  name: 'answers',
  version: 2,
  rows: 'one generated answer',
  format: 'file',
  columns: {
    step: int32('number of updates done by the checkpoint that answered'),
    probe_id: utf8('the probe'),
    output: utf8('text generated greedily'),
    exact_match: bool('whether the output, normalised, begins with an accepted answer and a word ends there'),
    whole_match: bool(
      'whether the first line of the output, normalised, is an accepted answer and nothing more',
    ),
    substring_match: bool(
      'the official rule of PopQA: whether the first line contains an accepted answer as it is, in lower case or capitalised',
    ),
    error_class: utf8(
      'none, fine_tuned_answer (of a fact whose questions may be trained on), other_answer (of another fact), partial, relation (continues as texts do after a subject), empty or other',
    ),
    confidence: float32('probability of the first generated token, 0 to 1'),
    restricted_output: utf8(
      'the most probable first token among the first tokens of the targets of all probes, as text',
    ),
    restricted_match: bool('whether that is the first token of the target'),
  },
});
