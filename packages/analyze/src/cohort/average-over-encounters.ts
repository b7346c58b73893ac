import { combine, type Estimate } from '../bootstrap/estimate.js';
import type { Sampler } from './bootstrap-statistics.js';
import type { Cell } from './cell.js';

/**
 * Mean over encounters of a statistic from which controls are subtracted, encounter by encounter.
 * @param from first encounter, from 0
 * @param to encounter after the last one; `from` < `to`
 */
export function averageOverEncounters(
  sampler: Sampler,
  cell: Cell,
  table: 'effectivityAt' | 'gainAtNext' | 'lamAt',
  from = 0,
  to = cell.encounters,
): Estimate {
  const estimates = Array.from({ length: to - from }, (_, i) => sampler.controlled(cell, table, from + i));
  return meanOf(estimates);
}

/** The mean of some estimates. */
export const meanOf = (estimates: readonly Estimate[]): Estimate =>
  combine((...values) => values.reduce((sum, value) => sum + value, 0) / values.length, ...estimates);
