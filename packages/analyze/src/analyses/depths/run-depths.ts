import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { findCell } from '../../cohort/cohort.js';
import { difference } from '../../statistics/estimate.js';

/** From the words of the text to what follows from it. */
const order = ['memorization', 'semantic', 'composition'];

/** Effectivity of every depth of the main condition minus that of the next deeper one that there is. */
export function runDepths(context: GroupContext): Outcome<'F3'> {
  const { main, statistics, evidence } = context;
  const cells = order.flatMap((depth) => findCell(statistics.cohort, main, depth) ?? []);
  if (cells.length < 2) {
    return { hypotheses: [omission('F3', `needs probes of two of ${order.join(', ')}`)] };
  }
  return {
    hypotheses: cells.slice(1).map((deeper, i) => {
      const closer = cells[i]!;
      return {
        claim: 'F3',
        subject: `${main}, ${closer.depth} - ${deeper.depth}`,
        estimate: difference(
          averageOverEncounters(statistics, closer, 'effectivityAt'),
          averageOverEncounters(statistics, deeper, 'effectivityAt'),
        ),
        evidence: evidence(...withControls(context, closer.depth, main)),
      };
    }),
  };
}
