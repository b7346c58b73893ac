import { combine } from '../bootstrap/estimate.js';
import { type Draft, stating } from '../claims/claim.js';
import { averageOverEncounters } from '../cohort/average-over-encounters.js';
import { formatValue } from '../format-value.js';
import { CONTROL } from '../measurements.js';
import { type FindingContext, mainCells } from './finding-context.js';
import { forgettingClaims } from './forgetting-claims.js';

/**
 * F24: facts that are never injected do not rise in the windows of the others. The mean of the window is
 * taken, not its maximum, which rises by noise alone.
 */
export function controlsStayPut(context: FindingContext): Draft[] {
  const { main, sampler, omit } = context;
  const { statement, test } = forgettingClaims.F24;
  const cells = mainCells(context).filter((cell) => sampler.hasControl(cell.depth));
  if (cells.length === 0) omit('F24', 'needs controls: facts that are probed and never injected');
  return cells.flatMap((cell) => {
    const gain = averageOverEncounters(sampler, cell, 'effectivityAt').point;
    if (!(gain > 0)) {
      omit(`F24 of ${cell.depth}`, 'injected facts gain nothing that controls could be compared with');
      return [];
    }
    const movements = Array.from(
      { length: cell.encounters },
      (_, k) => sampler.controlAt(cell, 'windowGainAt', k)!,
    );
    const tolerance = test.between[1] * gain;
    return {
      ...stating(forgettingClaims.F24),
      subject: cell.depth,
      topic: statement.replace('{condition}', () => main),
      detail: `mean of the window within ±${formatValue(tolerance)}`,
      estimate: combine(
        (...values) => values.reduce((sum, value) => sum + value, 0) / values.length,
        ...movements,
      ),
      test: { between: [-tolerance, tolerance] },
      conditions: [CONTROL],
    };
  });
}
