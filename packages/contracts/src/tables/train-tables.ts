import { bool, float32, float64, int32, list, utf8 } from '../arrow/columns.js';
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

export const answers = defineTable({
  name: 'answers',
  version: 1,
  rows: 'one generated answer',
  format: 'file',
  columns: {
    step: int32('number of updates done by the checkpoint that answered'),
    probe_id: utf8('the probe'),
    output: utf8('generated text'),
    exact_match: bool('whether the output begins with an accepted answer'),
    error_class: utf8('none, other_answer (an answer of another fact), partial or other'),
  },
});
