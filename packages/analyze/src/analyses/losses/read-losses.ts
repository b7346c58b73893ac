import type { RunDirectories } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import { seedName } from '../../cohort/group-runs.js';
import { type EvaluationCurve, readEvaluation, type TrainingCurve } from '../../read/read-training.js';

/** How the loss of one run went. */
export interface LossCurves {
  /** What tells it from others of its group, such as `s=1`. */
  name: string;
  curve: TrainingCurve;
  evaluation: EvaluationCurve | undefined;
}

/** Reads the losses of some runs, on their batches and on rows held out. */
export function readLosses(
  runs: readonly RunDirectories[],
  trainingOf: GroupContext['trainingOf'],
): Promise<LossCurves[]> {
  return Promise.all(
    runs.map(async (run) => ({
      name: seedName(run),
      curve: await trainingOf(run),
      evaluation: await readEvaluation(run.train),
    })),
  );
}
