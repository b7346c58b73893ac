import { formatTable } from '@lethe/contracts';

/** One line of the table. */
export interface Row {
  quantity: string;
  varies: string;
  seeds: number;
  facts: number;
  /** What else tells cells apart. */
  detail: string;
  /** Share of experiments whose interval holds the truth, per cent. */
  held: number;
  truth: number;
  /** Mean of the estimates. */
  mean: number;
  /** Mean width of the intervals. */
  width: number;
}

/** Per cent of intervals that hold a number. */
export const heldBy = (intervals: readonly { low: number; high: number }[], truth: number): number =>
  (100 * intervals.filter(({ low, high }) => low <= truth && truth <= high).length) / intervals.length;

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rows as an aligned table. */
export function formatRows(rows: readonly Row[]): string {
  const header = ['quantity', 'varies', 'seeds', 'facts', 'detail', 'held %', 'truth', 'mean', 'width'];
  const lines = rows.map((row) => [
    row.quantity,
    row.varies,
    String(row.seeds),
    String(row.facts),
    row.detail,
    row.held.toFixed(1),
    row.truth.toFixed(3),
    row.mean.toFixed(3),
    row.width.toFixed(3),
  ]);
  return formatTable(
    [header, ...lines],
    ['left', 'left', 'right', 'right', 'left', 'right', 'right', 'right', 'right'],
  );
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
