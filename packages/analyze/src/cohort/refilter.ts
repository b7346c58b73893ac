import type { BootstrappedMeans } from '../statistics/bootstrap-means.js';
import { filteredSums } from '../statistics/filtered-sums.js';
import { rowsIn } from '../statistics/jackknife.js';

/** Values of a run from which outliers are left out, column by column. */
export interface FilteredValues {
  /** Int32Array [rows]: cluster of every probe. */
  clusters: Int32Array;
  /** Float64Array [rows * columns], NaN where absent. */
  values: Float64Array;
  /** Of the interquartile range, beyond which a value is an outlier; null for none. */
  factor: number | null;
}

/**
 * Means whose outliers are sought anew in every row that leaves something out, so that their variance by the jackknife
 * holds what the choice of outliers adds. The rows of resamples keep the outliers of the sample.
 * @param runs values of every run, in which outliers are sought by themselves
 * @param weights Uint16Array [rows * clusters] behind the means
 * @returns the means with other rows at the end
 */
export function refilter(
  means: BootstrappedMeans,
  runs: readonly FilteredValues[],
  weights: Uint16Array,
): BootstrappedMeans {
  const { columns, point, leftOut } = means;
  // Without outliers to be sought a mean with something left out is a sum of clusters, as it stands.
  if (!leftOut || columns === 0 || runs.every(({ factor }) => factor === null)) return means;
  const rows = means.draws.length / columns;
  const clusters = weights.length / rows;
  const first = rows - rowsIn(leftOut);
  const sets = runs.map((run) =>
    Array.from({ length: rows - first }, (_, row) =>
      Int32Array.from(run.clusters.keys()).filter(
        (i) => weights[(first + row) * clusters + run.clusters[i]!] === 0,
      ),
    ),
  );
  const draws = means.draws.slice();
  for (let column = 0; column < columns; column++) {
    if (Number.isNaN(point[column]!)) continue;
    const found = runs.map(({ clusters: { length }, values, factor }, run) => {
      const own = Float64Array.from({ length }, (_, i) => values[i * columns + column]!);
      return filteredSums(own, sets[run]!, factor ?? Number.POSITIVE_INFINITY);
    });
    for (let row = first; row < rows; row++) {
      let sum = 0;
      let count = 0;
      for (const { sums, counts } of found) {
        sum += sums[row - first]!;
        count += counts[row - first]!;
      }
      draws[row * columns + column] = sum / count;
    }
  }
  return { ...means, draws };
}
