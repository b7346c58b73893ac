import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../statistics/estimate.js';
import { resampleClusters } from '../statistics/resample-clusters.js';

/** The mean of one number per run. */
export interface RunMean extends Estimate {
  /** The number of every run, in their order. */
  values: readonly number[];
}

/**
 * The mean of one number per run, resampled over runs as `resampleSeeds` draws them: means over as many runs share their
 * draws. One run has no spread: its draws are NaN, and it has no interval.
 * @returns undefined where there are none
 */
export function meanOverRuns(
  values: readonly number[],
  { seed, resamples }: { seed: number; resamples: number },
): RunMean | undefined {
  if (values.length === 0) return undefined;
  if (values.length === 1)
    return { point: values[0]!, draws: new Float64Array(resamples).fill(Number.NaN), values };
  const table = createClusterTable(values.length, 1);
  values.forEach((value, run) => {
    addValue(table, run, 0, value);
  });
  const weights = resampleClusters(seed, 'extraction seeds', resamples, values.length, values.length - 1);
  return { ...columnEstimate(bootstrapMeans(table, weights), 0), values };
}
