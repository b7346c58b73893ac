import { createRandom } from '@lethe/contracts';

/**
 * Draws of a cluster bootstrap: how often each cluster is in each resample of as many clusters, drawn with
 * replacement. A cluster's measurements stay together.
 * @param seed of the bootstrap
 * @param purpose names the set of clusters: equal names give equal draws
 * @returns Uint16Array [resamples * clusters]; every row sums to `clusters`
 */
export function resampleClusters(
  seed: number,
  purpose: string,
  resamples: number,
  clusters: number,
): Uint16Array {
  const random = createRandom(seed, `bootstrap ${purpose}`);
  const weights = new Uint16Array(resamples * clusters);
  for (let start = 0; start < weights.length; start += clusters) {
    for (let drawn = 0; drawn < clusters; drawn++) weights[start + random.int(clusters)]!++;
  }
  return weights;
}
