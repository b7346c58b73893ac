import { defineTable, float64, int32, list, nullable, utf8 } from '@lethe/contracts';
import { run } from '../../analysis/table-columns.js';

export const extractionTable = defineTable({
  name: 'extraction',
  version: 1,
  rows: 'how one run answers questions, after its last update',
  format: 'file',
  columns: {
    run: run(),
    model: utf8('attention + MLP, attention only, or the model type of config.json'),
    fine_tuning: utf8('none (pretraining), full, LoRA or rank 1'),
    multiplicity: nullable(int32('templates K in which each fact is told; null outside the symbolic world')),
    templates: nullable(int32('templates |R| of the world')),
    fine_tuned: nullable(int32('subjects N_f whose questions are for fine-tuning')),
    questions: int32('questions that were held out from fine-tuning'),
    held_out: nullable(float64('share of them that is answered by an exact match')),
    held_out_restricted: nullable(
      float64('share of them whose answer is the most probable of all answers, whatever other tokens say'),
    ),
    trained: nullable(float64('share of the questions for fine-tuning that is answered by an exact match')),
    stored: nullable(float64('share of facts recalled in the words of pretraining')),
    error_classes: list(utf8('kinds of wrong answers to held-out questions')),
    error_shares: list(float64('share of the held-out questions with an answer of each kind')),
    loss: nullable(float64('mean loss of the last pass over the training rows, nats per counted token')),
    entropy_floor: nullable(float64('entropy of the training rows, below which no loss gets, nats')),
  },
});
