/** Place of the last of the ascending `updates` at or before `update`; -1 where there is none. */
export function lastAtOrBefore(updates: Int32Array, update: number): number {
  let low = 0;
  let high = updates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (updates[middle]! <= update) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Column of a probe's last measurement at or before a number of updates.
 * @param updates Int32Array [measurements], ascending
 * @param row Float64Array [measurements], NaN where not measured
 * @returns -1 where there is none
 */
export function indexAtOrBefore(updates: Int32Array, row: Float64Array, update: number): number {
  let index = lastAtOrBefore(updates, update);
  while (index >= 0 && Number.isNaN(row[index]!)) index--;
  return index;
}

/**
 * Value of a probe after `update` updates: measured, or linear between the neighbouring measurements.
 * @returns NaN outside the measured range
 */
export function interpolateAt(updates: Int32Array, row: Float64Array, update: number): number {
  const left = indexAtOrBefore(updates, row, update);
  if (left < 0) return Number.NaN;
  if (updates[left] === update) return row[left]!;
  const right = measuredFrom(row, left + 1);
  if (right >= row.length) return Number.NaN;
  return onLine(updates, row, { left, right, update });
}

/**
 * `interpolateAt` for many numbers of updates at once, in one pass.
 * @param wanted ascending
 * @returns Float64Array [wanted]
 */
export function interpolateAll(updates: Int32Array, row: Float64Array, wanted: Int32Array): Float64Array {
  let left = -1;
  let right = measuredFrom(row, 0);
  const values = new Float64Array(wanted.length).fill(Number.NaN);
  wanted.forEach((update, i) => {
    for (; right < row.length && updates[right]! <= update; right = measuredFrom(row, right + 1))
      left = right;
    if (left >= 0 && updates[left] === update) values[i] = row[left]!;
    else if (left >= 0 && right < row.length) values[i] = onLine(updates, row, { left, right, update });
  });
  return values;
}

/** The value at `update` of the line through the measurements of two columns. */
function onLine(
  updates: Int32Array,
  row: Float64Array,
  { left, right, update }: { left: number; right: number; update: number },
): number {
  const share = (update - updates[left]!) / (updates[right]! - updates[left]!);
  return row[left]! + share * (row[right]! - row[left]!);
}

/** The first measured column from `column` on; the length of the row where there is none. */
function measuredFrom(row: Float64Array, column: number): number {
  while (column < row.length && Number.isNaN(row[column]!)) column++;
  return column;
}
