import type { RowOf } from '@lethe/contracts';
import type { extraction } from '../../tables.js';
import { type AnsweredRun, errorShares, statistics } from './extraction-group.js';
import type { Question } from './read-questions.js';

/** Rows of the extraction table, one per run. */
export function extractionRows(runs: readonly AnsweredRun[]): RowOf<typeof extraction>[] {
  return runs.map(({ id, setting, questions, loss, entropyFloor }) => {
    const errors = errorShares(questions);
    return {
      run: id,
      model: setting.model,
      fine_tuning: setting.fineTuning,
      multiplicity: setting.multiplicity,
      templates: setting.templates,
      fine_tuned: setting.fineTuned,
      questions: questions.filter(({ depth, split }) => depth === 'qa' && split === 'test').length,
      held_out: share(questions, statistics.heldOut),
      held_out_restricted: share(questions, statistics.heldOutRestricted),
      trained: share(questions, statistics.trained),
      stored: share(questions, statistics.stored),
      error_classes: [...errors.keys()],
      error_shares: [...errors.values()],
      loss,
      entropy_floor: entropyFloor,
    };
  });
}

function share(
  questions: readonly Question[],
  statistic: (question: Question) => boolean | undefined,
): number | null {
  const values = questions.map(statistic).filter((value) => value !== undefined);
  return values.length === 0 ? null : values.filter(Boolean).length / values.length;
}
