import { defineTable, float64, int32, nullable, utf8 } from '@lethe/contracts';

export const phaseTable = defineTable({
  name: 'phase',
  version: 1,
  rows: 'what one kind of fine-tuning extracts, for one K, |R| and N_f, over all seeds',
  format: 'file',
  columns: {
    fine_tuning: utf8('full, rank 1, or LoRA with its rank'),
    multiplicity: int32('templates K in which each fact is told'),
    templates: int32('templates |R| of the world'),
    fine_tuned: int32('subjects N_f whose questions are for fine-tuning'),
    seeds: int32('runs'),
    questions: int32('held-out questions of all runs'),
    held_out: float64('share of them that is answered by an exact match'),
    held_out_low: nullable(float64('lower end of its interval over facts and seeds')),
    held_out_high: nullable(float64('upper end of its interval over facts and seeds')),
    suppressed: nullable(
      float64('share of them not answered though the answer leads all other answers; null where unknown'),
    ),
    overwritten: nullable(
      float64('share of them whose answer led all others before fine-tuning and no longer does'),
    ),
    never_stored: nullable(float64('share of them whose answer led the others neither before nor after')),
    steps: int32('updates of fine-tuning, the most of all runs'),
    bound: float64('exp(-N_f K² / 2|R|²), the published bound of the error'),
    boundary: nullable(
      float64(
        'K at which half would be answered, of this |R| and N_f: the geometric mean over seeds; null where it is out of reach',
      ),
    ),
  },
});
