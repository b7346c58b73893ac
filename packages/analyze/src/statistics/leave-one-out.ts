import type { ClusterLayout } from './resample-seeds.js';

/**
 * Weights that leave out one fact at a time in all its runs, for the jackknife over facts.
 * @returns Uint16Array [facts * clusters], to be used as `resampleClusters` gives it
 */
export function leaveOneOut({ seedOf, factOf, factsByData }: ClusterLayout): Uint16Array {
  const facts = factsByData.reduce((sum, count) => sum + count, 0);
  const clusters = seedOf.length;
  const weights = new Uint16Array(facts * clusters).fill(1);
  factOf.forEach((fact, cluster) => {
    weights[fact * clusters + cluster] = 0;
  });
  return weights;
}
