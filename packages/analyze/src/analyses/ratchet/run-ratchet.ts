import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { correction, kindAt, mainCells, subjectOf, withControls } from '../../analysis/group-cells.js';
import { omission, withheld } from '../../claims/judge.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { combine, difference } from '../../statistics/estimate.js';
import { isPositive } from '../../statistics/interval-of.js';

/**
 * What is left of gains at the next encounter, and what all of them come to, at every depth of the main condition. The
 * share is a ratio of means: ratios of single probes explode where little was gained.
 */
export function runRatchet(context: GroupContext): Outcome<'F2a' | 'F2b'> {
  const { statistics } = context;
  const all = mainCells(context);
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
        const gained = averageOverEncounters(statistics, cell, 'effectivityAt', 0, cell.encounters - 1);
        // A share of a gain means nothing where there is no gain.
        if (!isPositive(gained, statistics.level)) {
          const why = 'encounters have no clear effect that could fade';
          return withheld(`F2a of ${subjectOf(cell)}`, why, { ...common(cell), claim: 'F2a' });
        }
        const left = averageOverEncounters(statistics, cell, 'gainAtNext', 0, cell.encounters - 1);
        return { ...common(cell), claim: 'F2a' as const, estimate: combine((a, b) => a / b, left, gained) };
      }),
      ...cells.map((cell) => ({
        ...common(cell),
        ...kindAt(context, cell),
        claim: 'F2b' as const,
        estimate: difference(
          statistics.controlled(cell, 'lamAt', cell.encounters - 1),
          statistics.controlled(cell, 'lamAt', 0),
        ),
      })),
    ],
  };
}
