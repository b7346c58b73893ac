import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { correction, kindAt, NO_HALVES, subjectOf, withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { injectedCells } from '../../cohort/cohort.js';
import { effectivityRows } from './effectivity-rows.js';
import type { effectivityTable } from './effectivity-table.js';

/** Mean effectivity net of controls, of every injected condition at every depth; and the table of all encounters. */
export function runEffectivity(
  context: GroupContext,
): Outcome<'F1', undefined, { effectivity: typeof effectivityTable }> {
  return {
    hypotheses: injectedCells(context.statistics.cohort).map((cell) => {
      const estimate = context.statistics.crossFittedEffectivity(cell);
      if (!estimate) return omission(`F1 of ${subjectOf(cell)}`, NO_HALVES);
      return {
        claim: 'F1',
        ...kindAt(context, cell),
        subject: subjectOf(cell),
        detail: correction(context, cell.depth),
        estimate,
        evidence: context.evidence(...withControls(context, cell.depth, cell.condition)),
      };
    }),
    tables: { effectivity: effectivityRows(context) },
  };
}
