import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { findCell } from '../../cohort/cohort.js';
import { difference } from '../../statistics/estimate.js';

/** Effectivity of verbatim probes of the main condition minus that of composed ones. */
export function runDepths(context: GroupContext): Outcome<'F3'> {
  const { main, statistics, evidence } = context;
  const verbatim = findCell(statistics.cohort, main, 'memorization');
  const composed = findCell(statistics.cohort, main, 'composition');
  if (!verbatim || !composed) {
    return { hypotheses: [omission('F3', 'needs probes of memorization and of composition')] };
  }
  return {
    hypotheses: [
      {
        claim: 'F3',
        subject: main,
        estimate: difference(
          averageOverEncounters(statistics, verbatim, 'effectivityAt'),
          averageOverEncounters(statistics, composed, 'effectivityAt'),
        ),
        evidence: evidence(...withControls(context, 'memorization', main)),
      },
    ],
  };
}
