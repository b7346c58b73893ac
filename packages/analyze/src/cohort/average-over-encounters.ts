import { type Estimate, meanOf } from '../statistics/estimate.js';
import type { BootstrapStatistics } from './bootstrap-statistics.js';
import type { Cell } from './cell.js';

/**
 * Mean over encounters of a statistic from which controls are subtracted, encounter by encounter.
 * @param from first encounter, from 0
 * @param to encounter after the last one; `from` < `to`
 */
export function averageOverEncounters(
  statistics: BootstrapStatistics,
  cell: Cell,
  table: 'effectivityAt' | 'gainAtNext' | 'lamAt',
  from = 0,
  to = cell.encounters,
): Estimate {
  const estimates = Array.from({ length: to - from }, (_, i) => statistics.controlled(cell, table, from + i));
  return meanOf(estimates);
}
