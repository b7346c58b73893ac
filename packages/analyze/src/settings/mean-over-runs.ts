import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../statistics/estimate.js';
import { resampleClusters } from '../statistics/resample-clusters.js';
import type { Resampling } from './resampling.js';

/** The mean of one number per run. */
export interface RunMean extends Estimate {
  /** The number of every run, in their order. */
  values: readonly number[];
}

/**
 * The mean of one number per run, with Student's interval over runs, or resampled over runs as `resampleSeeds` draws
 * them: means over as many runs share their draws. One run has no spread, and so no interval.
 * @returns undefined where there are none
 */
export function meanOverRuns(
  values: readonly number[],
  { seed, resamples, method }: Resampling,
): RunMean | undefined {
  const runs = values.length;
  if (runs === 0) return undefined;
  if (runs === 1) return { point: values[0]!, draws: new Float64Array(resamples).fill(Number.NaN), values };
  const table = createClusterTable(runs, 1);
  values.forEach((value, run) => {
    addValue(table, run, 0, value);
  });
  const weights = resampleClusters(seed, 'extraction seeds', resamples, runs, runs - 1);
  const { point, draws } = columnEstimate(bootstrapMeans(table, weights), 0);
  const without = Float64Array.from(values, (value) => (runs * point - value) / (runs - 1));
  return { point, draws, leftOut: [{ of: 'seeds', sample: '', values: without }], method, values };
}
