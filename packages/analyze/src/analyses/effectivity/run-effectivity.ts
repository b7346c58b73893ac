import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { correction, mainCells, subjectOf, withControls } from '../../analysis/group-cells.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';

/** Mean effectivity net of controls, at every depth of the main condition. */
export function runEffectivity(context: GroupContext): Outcome<'F1'> {
  return {
    hypotheses: mainCells(context).map((cell) => ({
      claim: 'F1',
      subject: subjectOf(cell),
      detail: correction(context, cell.depth),
      estimate: averageOverEncounters(context.statistics, cell, 'effectivityAt'),
      evidence: context.evidence(...withControls(context, cell.depth, cell.condition)),
    })),
  };
}
