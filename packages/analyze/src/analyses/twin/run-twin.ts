import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells, subjectOf } from '../../analysis/group-cells.js';
import { columnEstimate, meanOf } from '../../statistics/estimate.js';

/** Mean effectivity minus that in the twin, at every depth of the main condition; nothing without a twin. */
export function runTwin(context: GroupContext): Outcome<'F1t'> {
  return {
    hypotheses: mainCells(context).flatMap((cell) => {
      const means = context.statistics.means(cell, 'twinCorrectedAt');
      if (means.point.length === 0) return [];
      return {
        claim: 'F1t',
        subject: subjectOf(cell),
        estimate: meanOf(Array.from(means.point, (_, k) => columnEstimate(means, k))),
        evidence: context.evidence(cell.condition),
      };
    }),
  };
}
