import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { correction, kindAt, subjectOf, withControls } from '../../analysis/group-cells.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { injectedCells } from '../../cohort/cohort.js';

/** Mean effectivity net of controls, of every injected condition at every depth. */
export function runEffectivity(context: GroupContext): Outcome<'F1'> {
  return {
    hypotheses: injectedCells(context.statistics.cohort).map((cell) => ({
      claim: 'F1',
      ...kindAt(context, cell),
      subject: subjectOf(cell),
      detail: correction(context, cell.depth),
      estimate: averageOverEncounters(context.statistics, cell, 'effectivityAt'),
      evidence: context.evidence(...withControls(context, cell.depth, cell.condition)),
    })),
  };
}
