import { clustersIn } from '../statistics/cluster-table.js';
import type { Cell } from './cell.js';

/**
 * Number of the last bin of gains in which all cells have probes; the first, of number 0, is t = 0.
 * @param cells at least one
 * @returns -1 where no bin has probes of all of them; below 1 nothing follows the last maximum
 */
export function lastSharedBin(cells: readonly Cell[]): number {
  const shared = Math.min(...cells.map(({ gainBins }) => gainBins.length));
  const numbers = Array.from({ length: shared }, (_, bin) => bin);
  return numbers.findLast((bin) => cells.every(({ tables }) => clustersIn(tables.gainAfter, bin) > 0)) ?? -1;
}
