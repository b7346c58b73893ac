import { type ClusterTable, selectColumns } from './cluster-table.js';
import type { LeftOutRows } from './jackknife.js';

/** Column means of the sample and of every resample. */
export interface BootstrappedMeans {
  columns: number;
  /** Float64Array [columns]; NaN for an empty column. */
  point: Float64Array;
  /**
   * Float64Array [rows * columns]: the resamples, then the sample with one thing left out after the other. NaN where a
   * row leaves a column empty.
   */
  draws: Float64Array;
  /** Rows at the end that leave something out; none unless given. */
  leftOut?: LeftOutRows | undefined;
}

/** Columns that are summed at a time, so that what is read stays in the processor's cache. */
const STRIP = 512;

/**
 * Means over all values of the drawn clusters, per column. A cluster weighs as much as it has values.
 * @param weights Uint16Array [rows * clusters], from `resampleClusters` or `withLeftOut`
 * @param leftOut rows at the end, as `withLeftOut` has added them
 */
export function bootstrapMeans(
  table: ClusterTable,
  weights: Uint16Array,
  leftOut?: LeftOutRows,
): BootstrappedMeans {
  const { clusters, columns } = table;
  // Probes that are measured always have the same gain at every time: one column says it all.
  if (columns > 1 && sameColumns(table)) {
    return repeatColumn(bootstrapMeans(selectColumns(table, [0]), weights, leftOut), columns);
  }
  const drawn = drawnClusters(weights, clusters, columns);
  const draws = weightedSums(table.sums, columns, drawn);
  divideByCounts(draws, table, weights);
  return { columns, point: columnMeans(table), draws, leftOut };
}

function sameColumns({ clusters, columns, sums, counts }: ClusterTable): boolean {
  for (let cluster = 0; cluster < clusters; cluster++) {
    const start = cluster * columns;
    for (let c = 1; c < columns; c++) {
      if (sums[start + c] !== sums[start] || counts[start + c] !== counts[start]) return false;
    }
  }
  return true;
}

function repeatColumn({ point, draws, leftOut }: BootstrappedMeans, columns: number): BootstrappedMeans {
  const repeated = new Float64Array(draws.length * columns);
  draws.forEach((value, b) => {
    repeated.fill(value, b * columns, (b + 1) * columns);
  });
  return { columns, point: new Float64Array(columns).fill(point[0]!), draws: repeated, leftOut };
}

/** Clusters that are in each resample, in fours: those of resample b begin at four times `start[b]`. */
interface DrawnClusters {
  start: Int32Array;
  /** Where each one's row begins. */
  at: Int32Array;
  weight: Float64Array;
}

/** Fours are filled up with a cluster of weight 0, so that loops over them need no rest. */
function drawnClusters(weights: Uint16Array, clusters: number, columns: number): DrawnClusters {
  const resamples = clusters === 0 ? 0 : weights.length / clusters;
  const start = new Int32Array(resamples + 1);
  const most = 4 * Math.ceil(clusters / 4);
  const at = new Int32Array(resamples * most);
  const weight = new Float64Array(resamples * most);
  let end = 0;
  for (let b = 0; b < resamples; b++) {
    for (let k = 0; k < clusters; k++) {
      const times = weights[b * clusters + k]!;
      if (times === 0) continue;
      at[end] = k * columns;
      weight[end++] = times;
    }
    end = 4 * Math.ceil(end / 4);
    start[b + 1] = end / 4;
  }
  return { start, at, weight };
}

/** Float64Array [resamples * columns]: sums over the drawn clusters, four at a time. */
function weightedSums(
  values: Float64Array,
  columns: number,
  { start, at, weight }: DrawnClusters,
): Float64Array {
  const resamples = start.length - 1;
  const sums = new Float64Array(Math.max(0, resamples) * columns);
  for (let from = 0; from < columns; from += STRIP) {
    const width = Math.min(STRIP, columns - from);
    for (let b = 0; b < resamples; b++) {
      const out = b * columns + from;
      for (let four = start[b]!; four < start[b + 1]!; four++) {
        const i = 4 * four;
        const [w0, w1, w2, w3] = [weight[i]!, weight[i + 1]!, weight[i + 2]!, weight[i + 3]!];
        const [a0, a1, a2, a3] = [at[i]! + from, at[i + 1]! + from, at[i + 2]! + from, at[i + 3]! + from];
        for (let c = 0; c < width; c++) {
          sums[out + c]! +=
            w0 * values[a0 + c]! + w1 * values[a1 + c]! + w2 * values[a2 + c]! + w3 * values[a3 + c]!;
        }
      }
    }
  }
  return sums;
}

/**
 * Divides sums by the number of drawn values. Clusters have nearly the same number everywhere, so that a row's count
 * is one number, less what a list says of the columns in which they have fewer.
 */
function divideByCounts(
  sums: Float64Array,
  { clusters, columns, counts }: ClusterTable,
  weights: Uint16Array,
): void {
  const most = new Float64Array(clusters);
  const fewer = Array.from({ length: clusters }, (_, k) => {
    const own = counts.subarray(k * columns, (k + 1) * columns);
    most[k] = own.reduce((a, b) => Math.max(a, b), 0);
    const places = Int32Array.from(own.keys()).filter((c) => own[c]! < most[k]!);
    return { places, by: Float64Array.from(places, (c) => most[k]! - own[c]!) };
  });
  const lacking = new Float64Array(columns);
  for (let row = 0; row * columns < sums.length; row++) {
    let total = 0;
    lacking.fill(0);
    for (let k = 0; k < clusters; k++) {
      const weight = weights[row * clusters + k]!;
      if (weight === 0) continue;
      const { places, by } = fewer[k]!;
      total += weight * most[k]!;
      for (let i = 0; i < places.length; i++) lacking[places[i]!]! += weight * by[i]!;
    }
    for (let c = 0; c < columns; c++) sums[row * columns + c]! /= total - lacking[c]!;
  }
}

/** Float64Array [columns], mean over all values; NaN for an empty column. */
export function columnMeans({ clusters, columns, sums, counts }: ClusterTable): Float64Array {
  return Float64Array.from({ length: columns }, (_, c) => {
    let sum = 0;
    let count = 0;
    for (let cluster = 0; cluster < clusters; cluster++) {
      sum += sums[cluster * columns + c]!;
      count += counts[cluster * columns + c]!;
    }
    return sum / count;
  });
}
