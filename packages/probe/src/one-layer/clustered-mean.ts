/** A mean over observations that come in clusters. */
export interface ClusteredMean {
  mean: number;
  /** Its standard error with clusters as the unit of sampling; null for a single cluster. */
  error: number | null;
  clusters: number;
}

/**
 * The mean of all values, and its cluster-robust standard error: prompts of one fact are no independent observations.
 * With residual sums e_g of G clusters and n values, the error is sqrt(G / (G - 1) sum_g e_g^2) / n.
 * @param clusters the cluster of each value
 */
export function clusteredMean(values: ArrayLike<number>, clusters: readonly string[]): ClusteredMean {
  const count = clusters.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  const residuals = new Map<string, number>();
  clusters.forEach((cluster, i) => {
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + values[i]! - mean);
  });
  const size = residuals.size;
  const squares = [...residuals.values()].reduce((total, residual) => total + residual * residual, 0);
  const error = size < 2 ? null : Math.sqrt((size / (size - 1)) * squares) / count;
  return { mean, error, clusters: size };
}
