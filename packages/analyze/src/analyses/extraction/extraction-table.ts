import { defineTable, float64, int32, list, nullable, utf8 } from '@lethe/contracts';
import { run } from '../../analysis/table-columns.js';

const share = (text: string) => nullable(float64(text));
const end = (which: string, of: string) =>
  nullable(float64(`${which} end of the interval of ${of} over facts; null for a single fact`));

export const extractionTable = defineTable({
  name: 'extraction',
  version: 2,
  rows: 'how one run answers questions, after its last update',
  format: 'file',
  columns: {
    run: run(),
    model: utf8('attention + MLP, attention only, or the model type of config.json'),
    fine_tuning: utf8('none (pretraining), full, LoRA or rank 1'),
    lora_rank: nullable(int32('rank of the adapter of LoRA; null without one')),
    steps: int32('updates of its own training'),
    multiplicity: nullable(int32('templates K in which each fact is told; null outside the symbolic world')),
    templates: nullable(int32('templates |R| of the world')),
    fine_tuned: nullable(int32('subjects N_f whose questions are for fine-tuning')),
    questions: int32('questions that were held out from fine-tuning'),
    held_out: share('share of them that is answered by an exact match'),
    held_out_restricted: share(
      'share of them whose answer is the most probable of all answers, whatever other tokens say',
    ),
    held_out_restricted_before: share(
      'the same before fine-tuning; null where the run that it continues from was not asked these questions, as are the next',
    ),
    right: share('share of the held-out questions that is answered, of those that were asked before too'),
    suppressed: share(
      'share of them not answered though the answer leads all other answers: stored and not said',
    ),
    suppressed_low: end('lower', 'suppressed'),
    suppressed_high: end('upper', 'suppressed'),
    overwritten: share('share of them whose answer led all others before fine-tuning and no longer does'),
    overwritten_low: end('lower', 'overwritten'),
    overwritten_high: end('upper', 'overwritten'),
    never_stored: share('share of them whose answer led the others neither before nor after'),
    never_stored_low: end('lower', 'never_stored'),
    never_stored_high: end('upper', 'never_stored'),
    trained: share('share of the questions for fine-tuning that is answered by an exact match'),
    stored: share('share of facts recalled in the words of pretraining'),
    error_classes: list(utf8('kinds of wrong answers to held-out questions')),
    error_shares: list(float64('share of the held-out questions with an answer of each kind')),
    loss: nullable(float64('mean loss of the last pass over the training rows, nats per counted token')),
    entropy_floor: nullable(float64('entropy of the training rows, below which no loss gets, nats')),
  },
});
