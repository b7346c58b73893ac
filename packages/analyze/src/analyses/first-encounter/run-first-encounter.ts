import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells, NO_HALVES, subjectOf, withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { encountersOf } from '../../cohort/cross-fitted-statistics.js';
import { difference } from '../../statistics/estimate.js';

/**
 * The gain of the first encounter beside the mean of later ones, at every depth of the main condition. No outliers are
 * left out: where the first encounter teaches much more than the others, it would be one.
 */
export function runFirstEncounter(context: GroupContext): Outcome<'F7'> {
  const { statistics, evidence } = context;
  const hypotheses = mainCells(context).map((cell) => {
    const subject = subjectOf(cell);
    if (cell.encounters < 2) return omission(`F7 of ${subject}`, 'needs two encounters per fact');
    const first = statistics.crossFittedEffectivity(cell, 0);
    const later = statistics.crossFittedGain(cell, 'effectivity', encountersOf(cell).slice(1));
    if (!first || !later) return omission(`F7 of ${subject}`, NO_HALVES);
    return {
      claim: 'F7' as const,
      subject,
      estimate: difference(first, later),
      evidence: evidence(...withControls(context, cell.depth, cell.condition)),
    };
  });
  return { hypotheses };
}
