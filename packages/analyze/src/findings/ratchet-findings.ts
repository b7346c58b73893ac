import { isPositive } from '../bootstrap/bca-interval.js';
import { combine } from '../bootstrap/estimate.js';
import { type Draft, stating } from '../claims/claim.js';
import { averageOverEncounters } from '../cohort/average-over-encounters.js';
import { correction, type FindingContext, mainCells, withControls } from './finding-context.js';
import { forgettingClaims } from './forgetting-claims.js';

/**
 * F2: gains fade before the next encounter, and yet add up over encounters (arXiv 2406.11813, section 4.1).
 * The share is a ratio of means: ratios of single probes explode where little was gained.
 */
export function ratchet(context: FindingContext): Draft[] {
  const cells = mainCells(context).filter((cell) => {
    if (cell.encounters < 2)
      context.omit(`F2 of ${cell.condition}, ${cell.depth}`, 'needs two encounters per fact');
    return cell.encounters >= 2;
  });
  const { sampler } = context;
  const common = (cell: (typeof cells)[number]) => ({
    subject: `${cell.condition}, ${cell.depth}`,
    detail: correction(context, cell.depth),
    conditions: withControls(context, cell.depth, cell.condition),
  });
  const fades = cells.flatMap((cell): Draft[] => {
    const gained = averageOverEncounters(sampler, cell, 'effectivityAt', 0, cell.encounters - 1);
    // A share of a gain means nothing where there is no gain.
    if (!isPositive(gained, sampler.level)) {
      context.omit(
        `F2a of ${cell.condition}, ${cell.depth}`,
        'encounters have no clear effect that could fade',
      );
      return [];
    }
    return [
      {
        ...common(cell),
        ...stating(forgettingClaims.F2a),
        estimate: combine(
          (left, total) => left / total,
          averageOverEncounters(sampler, cell, 'gainAtNext', 0, cell.encounters - 1),
          gained,
        ),
      },
    ];
  });
  const addsUp = cells.map(
    (cell): Draft => ({
      ...common(cell),
      ...stating(forgettingClaims.F2b),
      estimate: combine(
        (final, first) => final - first,
        sampler.controlled(cell, 'lamAt', cell.encounters - 1),
        sampler.controlled(cell, 'lamAt', 0),
      ),
    }),
  );
  return [...fades, ...addsUp];
}
