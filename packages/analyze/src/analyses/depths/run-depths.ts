import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { NO_HALVES, withControls } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
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
      const subject = `${main}, ${closer.depth} - ${deeper.depth}`;
      const [more, less] = [closer, deeper].map((cell) => statistics.crossFittedEffectivity(cell));
      if (!more || !less) return omission(`F3 of ${subject}`, NO_HALVES);
      return {
        claim: 'F3',
        subject,
        estimate: difference(more, less),
        evidence: evidence(...withControls(context, closer.depth, main)),
      };
    }),
  };
}
