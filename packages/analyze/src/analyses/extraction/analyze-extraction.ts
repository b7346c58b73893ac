import type { RowOf, RunDirectories } from '@lethe/contracts';
import type { Finding } from '../../claims/claim.js';
import type { extraction } from '../../tables.js';
import { describeRun } from './describe-run.js';
import { extractionFindings } from './extraction-findings.js';
import { type AnsweredRun, type ExtractionGroup, groupExtraction } from './extraction-group.js';
import { extractionRows } from './extraction-rows.js';
import { readQuestions } from './read-questions.js';
import { readTrainingLoss } from './read-training-loss.js';

/** What the runs of an experiment say of the extraction of facts. */
export interface ExtractionAnalysis {
  rows: RowOf<typeof extraction>[];
  groups: ExtractionGroup[];
  findings: Finding[];
}

/**
 * Compares how runs answer questions: those that were fine-tuned, and those that pretrained a symbolic world.
 * @param runs those of the experiment and those that they go on from
 * @returns undefined where no run is of either kind or none was asked a question
 */
export async function analyzeExtraction(
  runs: readonly RunDirectories[],
  { seed, bootstrap }: { seed: number; bootstrap: { resamples: number; level: number } },
): Promise<ExtractionAnalysis | undefined> {
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
  if (answered.length === 0) return undefined;
  const groups = groupExtraction(answered, { seed, resamples: bootstrap.resamples });
  return {
    rows: extractionRows(answered),
    groups,
    findings: extractionFindings(groups, bootstrap.level),
  };
}
