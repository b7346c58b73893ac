import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import {
  correction,
  kindAt,
  mainCells,
  NO_HALVES,
  subjectOf,
  withControls,
} from '../../analysis/group-cells.js';
import { omission, withheld } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import { encountersOf } from '../../cohort/cross-fitted-statistics.js';
import { scenarioSeries } from '../../contrasts/scenarios.js';
import { combine, difference } from '../../statistics/estimate.js';
import { isPositive } from '../../statistics/interval-of.js';

/**
 * What is left of gains at the next encounter, and what all of them come to, at every depth of the main condition and of
 * those that differ from it in the interval alone. The share is a ratio of means: ratios of single probes explode where
 * little was gained.
 */
export function runRatchet(context: GroupContext): Outcome<'F2a' | 'F2b'> {
  const { statistics } = context;
  const all = [...mainCells(context), ...cellsAtOtherIntervals(context)];
  const cells = all.filter(({ encounters }) => encounters >= 2);
  const common = (cell: (typeof all)[number]) => ({
    subject: subjectOf(cell),
    detail: correction(context, cell.depth),
    evidence: context.evidence(...withControls(context, cell.depth, cell.condition)),
  });
  return {
    hypotheses: [
      ...all
        .filter(({ encounters }) => encounters < 2)
        .map((cell) => omission(`F2 of ${subjectOf(cell)}`, 'needs two encounters per fact')),
      ...cells.map((cell) => {
        const followed = encountersOf(cell).slice(0, -1);
        const gained = statistics.crossFittedGain(cell, 'effectivity', followed);
        const left = statistics.crossFittedGain(cell, 'atNext', followed);
        if (!gained || !left) return omission(`F2a of ${subjectOf(cell)}`, NO_HALVES);
        // A share of a gain means nothing where there is no gain.
        if (!isPositive(gained, statistics.level)) {
          const why = 'encounters have no clear effect that could fade';
          return withheld(`F2a of ${subjectOf(cell)}`, why, { ...common(cell), claim: 'F2a' });
        }
        return { ...common(cell), claim: 'F2a' as const, estimate: combine((a, b) => a / b, left, gained) };
      }),
      ...cells.map((cell) => {
        const last = statistics.crossFittedGain(cell, 'level', [cell.encounters - 1]);
        const first = statistics.crossFittedGain(cell, 'level', [0]);
        if (!first || !last) return omission(`F2b of ${subjectOf(cell)}`, NO_HALVES);
        return {
          ...common(cell),
          ...kindAt(context, cell),
          claim: 'F2b' as const,
          estimate: difference(last, first),
        };
      }),
    ],
  };
}

/** Cells of conditions that are told in the words of the main one and as often, at other intervals. */
function cellsAtOtherIntervals(context: GroupContext): Cell[] {
  const { statistics, main } = context;
  const others = scenarioSeries(context)
    .filter(({ axis, scenarios }) => axis === 'interval' && scenarios.some((one) => one.condition === main))
    .flatMap(({ scenarios }) => scenarios.map(({ condition }) => condition))
    .filter((condition) => condition !== main);
  return others.flatMap((condition) =>
    statistics.cohort.cells.filter((cell) => cell.condition === condition),
  );
}
