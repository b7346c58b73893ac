import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { mainCells } from '../../analysis/group-cells.js';
import { omission } from '../../claims/judge.js';
import { averageOverEncounters } from '../../cohort/average-over-encounters.js';
import { CONTROL } from '../../measurements/measurements.js';
import { meanOf } from '../../statistics/estimate.js';
import { formatValue } from '../../statistics/format-value.js';
import { controlDriftClaims } from './control-drift-claims.js';

/**
 * How much controls move in the windows of the main condition, by depth. The mean of the window is taken, not its
 * maximum, which rises by noise alone.
 */
export function runControlDrift(context: GroupContext): Outcome<'F24'> {
  const { main, statistics, evidence } = context;
  const { statement, test } = controlDriftClaims.F24;
  const cells = mainCells(context).filter((cell) => statistics.hasControl(cell.depth));
  if (cells.length === 0) {
    return { hypotheses: [omission('F24', 'needs controls: facts that are probed and never injected')] };
  }
  return {
    hypotheses: cells.map((cell) => {
      const gain = averageOverEncounters(statistics, cell, 'effectivityAt').point;
      if (!(gain > 0)) {
        const why = 'injected facts gain nothing that controls could be compared with';
        return omission(`F24 of ${cell.depth}`, why);
      }
      const movements = Array.from(
        { length: cell.encounters },
        (_, k) => statistics.controlAt(cell, 'windowGainAt', k)!,
      );
      const tolerance = test.between[1] * gain;
      return {
        claim: 'F24',
        subject: cell.depth,
        statement: statement.replace('{condition}', () => main),
        detail: `mean of the window within ±${formatValue(tolerance)}`,
        estimate: meanOf(movements),
        test: { between: [-tolerance, tolerance] },
        evidence: evidence(CONTROL),
      };
    }),
  };
}
