import { designCheck } from '../../cohort/design-check.js';
import type { Sample } from '../../contrasts/quantities.js';
import { unjudgedBy } from './run-control-drift.js';

/** Why a comparison of published retention is not judged: controls of any of those that are compared move too much. */
export function unjudgedComparison(
  compared: readonly Pick<Sample, 'statistics' | 'cell'>[],
): string | undefined {
  for (const { statistics, cell } of compared) {
    const why = unjudgedBy(designCheck(statistics, cell));
    if (why !== undefined) return why;
  }
  return undefined;
}
