import { createRandom } from '@lethe/contracts';

/**
 * Draws of a cluster bootstrap: how often each cluster is in each resample, drawn with replacement. A
 * cluster's measurements stay together.
 * @param seed of the bootstrap
 * @param purpose names the set of clusters: equal names give equal draws
 * @param size of a resample, as many as there are clusters unless given
 * @returns Uint16Array [resamples * clusters]; every row sums to `size`
 */
export function resampleClusters(
  seed: number,
  purpose: string,
  resamples: number,
  clusters: number,
  size = clusters,
): Uint16Array {
  const random = createRandom(seed, `bootstrap ${purpose}`);
  const weights = new Uint16Array(resamples * clusters);
  for (let start = 0; start < weights.length; start += clusters) {
    for (let drawn = 0; drawn < size; drawn++) weights[start + random.int(clusters)]!++;
  }
  return weights;
}
