import { findManifest, type RunDirectories } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { resamplingOf } from '../../settings/resampling.js';
import { type DescribedRun, describeRuns } from '../../settings/setting-groups.js';
import type { extractionClaims } from './extraction-claims.js';
import { type AnsweredRun, type ExtractionGroup, groupExtraction } from './extraction-group.js';
import { extractionHypotheses } from './extraction-hypotheses.js';
import { extractionRows } from './extraction-rows.js';
import type { extractionTable } from './extraction-table.js';
import { readQuestions } from './read-questions.js';
import { readTrainingLoss } from './read-training-loss.js';

/**
 * Compares how runs answer questions: those that were fine-tuned, and those that pretrained a symbolic world, of other
 * experiments too where these are fine-tuned.
 * @returns undefined where no run is of either kind or none was asked a question
 */
export async function runExtraction({
  runs,
  upstream,
  trainingOf,
  options,
}: Pick<ExperimentContext, 'runs' | 'upstream' | 'trainingOf' | 'options'>): Promise<
  | Outcome<keyof typeof extractionClaims, readonly ExtractionGroup[], { extraction: typeof extractionTable }>
  | undefined
> {
  const answered = await readAnswered(describeRuns(runs, upstream), trainingOf);
  if (answered.length === 0) return undefined;
  const resampling = resamplingOf(options);
  const groups = groupExtraction(answered, resampling);
  return {
    hypotheses: extractionHypotheses(groups),
    tables: { extraction: extractionRows(answered, resampling, options.bootstrap.level) },
    result: groups,
  };
}

async function readAnswered(
  runs: readonly DescribedRun[],
  trainingOf: ExperimentContext['trainingOf'],
): Promise<AnsweredRun[]> {
  const answered: AnsweredRun[] = [];
  for (const described of runs) {
    const { run, setting } = described;
    const symbolic = setting.multiplicity !== null;
    if (!symbolic && setting.fineTuning === 'none') continue;
    const questions = await readQuestions(described);
    if (!questions.some(({ depth }) => depth === 'qa')) continue;
    const curve = await trainingOf(run);
    const loss = symbolic ? await readTrainingLoss(run, curve) : { loss: null, entropyFloor: null };
    answered.push({ ...described, questions, world: worldOf(run), steps: curve.loss.length, ...loss });
  }
  return answered;
}

/** Runs whose tables of facts are the same to the byte have the same facts. */
function worldOf({ data }: RunDirectories): string {
  const files = findManifest(data)?.files.filter(({ table }) => table === 'facts') ?? [];
  return files.length === 0 ? data : files.map(({ sha256 }) => sha256).join(' ');
}
