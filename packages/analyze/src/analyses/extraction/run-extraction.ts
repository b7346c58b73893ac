import type { RowOf, RunDirectories } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { describeRun } from './describe-run.js';
import type { extractionClaims } from './extraction-claims.js';
import {
  type AnsweredRun,
  type ExtractionGroup,
  errorShares,
  groupExtraction,
  statistics,
} from './extraction-group.js';
import { extractionHypotheses } from './extraction-hypotheses.js';
import type { extractionTable } from './extraction-table.js';
import { type Question, readQuestions } from './read-questions.js';
import { readTrainingLoss } from './read-training-loss.js';

/**
 * Compares how runs answer questions: those that were fine-tuned, and those that pretrained a symbolic world, of other
 * experiments too where these are fine-tuned.
 * @returns undefined where no run is of either kind or none was asked a question
 */
export async function runExtraction({
  runs,
  upstream,
  options: { seed, bootstrap },
}: Pick<ExperimentContext, 'runs' | 'upstream' | 'options'>): Promise<
  | Outcome<keyof typeof extractionClaims, readonly ExtractionGroup[], { extraction: typeof extractionTable }>
  | undefined
> {
  const answered = await readAnswered([...runs, ...upstream]);
  if (answered.length === 0) return undefined;
  const groups = groupExtraction(answered, { seed, resamples: bootstrap.resamples });
  return {
    hypotheses: extractionHypotheses(groups),
    tables: { extraction: extractionRows(answered) },
    result: groups,
  };
}

async function readAnswered(runs: readonly RunDirectories[]): Promise<AnsweredRun[]> {
  const answered: AnsweredRun[] = [];
  for (const run of runs) {
    const setting = describeRun(run);
    const symbolic = setting.multiplicity !== null;
    if (!symbolic && setting.fineTuning === 'none') continue;
    const questions = await readQuestions(run);
    if (!questions.some(({ depth }) => depth === 'qa')) continue;
    const training = symbolic ? await readTrainingLoss(run) : { loss: null, entropyFloor: null };
    answered.push({ id: run.id, setting, questions, ...training });
  }
  return answered;
}

/** Rows of the extraction table, one per run. */
function extractionRows(runs: readonly AnsweredRun[]): RowOf<typeof extractionTable>[] {
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
