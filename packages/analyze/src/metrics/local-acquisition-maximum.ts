import { indexAtOrBefore } from '../measurements/measurement-at.js';

/**
 * Local acquisition maximum (arXiv 2406.11813, section 3.3): the measurement with the highest log-probability
 * at a number of updates u with start < u <= end; the first of equals.
 * @param updates Int32Array [measurements], ascending
 * @param row Float64Array [measurements], NaN where not measured
 * @returns its column, or -1 where nothing was measured in the window
 */
export function localAcquisitionMaximum(
  updates: Int32Array,
  row: Float64Array,
  start: number,
  end: number,
): number {
  let best = -1;
  for (let i = indexAtOrBefore(updates, row, start) + 1; i < updates.length && updates[i]! <= end; i++) {
    if (updates[i]! <= start || Number.isNaN(row[i]!)) continue;
    if (best < 0 || row[i]! > row[best]!) best = i;
  }
  return best;
}
