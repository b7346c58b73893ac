import type { ClusterTable } from './cluster-table.js';

/** Column means of the sample and of every resample. */
export interface BootstrappedMeans {
  columns: number;
  /** Float64Array [columns]; NaN for an empty column. */
  point: Float64Array;
  /** Float64Array [resamples * columns]; NaN where a resample leaves a column empty. */
  draws: Float64Array;
}

/**
 * Means over all values of the drawn clusters, per column. A cluster weighs as much as it has values.
 * @param weights Uint16Array [resamples * clusters], from `resampleClusters`
 */
export function bootstrapMeans(table: ClusterTable, weights: Uint16Array): BootstrappedMeans {
  const { clusters, columns } = table;
  const resamples = clusters === 0 ? 0 : weights.length / clusters;
  const draws = new Float64Array(resamples * columns);
  const counts = new Float64Array(columns);
  for (let b = 0; b < resamples; b++) {
    const sums = draws.subarray(b * columns, (b + 1) * columns);
    counts.fill(0);
    for (let cluster = 0; cluster < clusters; cluster++) {
      const weight = weights[b * clusters + cluster]!;
      if (weight === 0) continue;
      const start = cluster * columns;
      for (let c = 0; c < columns; c++) {
        sums[c]! += weight * table.sums[start + c]!;
        counts[c]! += weight * table.counts[start + c]!;
      }
    }
    for (let c = 0; c < columns; c++) sums[c]! /= counts[c]!;
  }
  return { columns, point: columnMeans(table), draws };
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
