import { combine } from '../bootstrap/estimate.js';
import { formatValue } from '../format-value.js';
import { CONTROL } from '../measurements.js';
import { averageOverEncounters } from './average-over-encounters.js';
import type { Draft } from './claim.js';
import { type FindingContext, mainCells } from './finding-context.js';

/** Controls count as still when they move by less than this share of what injected facts gain. */
const STILL = 0.1;

/**
 * F24: facts that are never injected do not rise in the windows of the others. The mean of the window is
 * taken, not its maximum, which rises by noise alone.
 */
export function controlsStayPut(context: FindingContext): Draft[] {
  const { main, sampler, omit } = context;
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
    const tolerance = STILL * gain;
    return {
      number: 'F24',
      subject: cell.depth,
      topic: `controls move less than ${STILL * 100} % of the effectivity of ${main}`,
      detail: `mean of the window within ±${formatValue(tolerance)}`,
      sourceValue: null,
      estimate: combine(
        (...values) => values.reduce((sum, value) => sum + value, 0) / values.length,
        ...movements,
      ),
      claim: { between: [-tolerance, tolerance] },
      conditions: [CONTROL],
    };
  });
}
