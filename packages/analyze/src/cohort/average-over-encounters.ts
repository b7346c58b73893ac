import { type Estimate, meanOf } from '../statistics/estimate.js';
import type { BootstrapStatistics } from './bootstrap-statistics.js';
import type { Cell } from './cell.js';
import { encountersOf } from './cross-fitted-statistics.js';

/**
 * Mean over encounters of a statistic from which that of controls in the same windows is subtracted, encounter by
 * encounter. Of a maximum it takes too much: a flat curve has more measurements near its largest than one with a peak.
 */
export function averageOverEncounters(
  statistics: BootstrapStatistics,
  cell: Cell,
  table: 'effectivityAt' | 'windowGainAt',
): Estimate {
  return meanOf(encountersOf(cell).map((encounter) => statistics.controlled(cell, table, encounter)));
}
