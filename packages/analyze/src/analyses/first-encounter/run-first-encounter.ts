import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells, subjectOf, withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { difference } from '../../statistics/estimate.js';

/** The gain of the first encounter beside the mean of later ones, at every depth of the main condition. */
export function runFirstEncounter(context: GroupContext): Outcome<'F7'> {
  const { statistics, evidence } = context;
  const hypotheses = mainCells(context).map((cell) => {
    const subject = subjectOf(cell);
    if (cell.encounters < 2) return omission(`F7 of ${subject}`, 'needs two encounters per fact');
    return {
      claim: 'F7' as const,
      subject,
      estimate: difference(
        statistics.controlled(cell, 'effectivityAt', 0),
        averageOverEncounters(statistics, cell, 'effectivityAt', 1),
      ),
      evidence: evidence(...withControls(context, cell.depth, cell.condition)),
    };
  });
  return { hypotheses };
}
