import { type IntervalMethod, type LeftOutRows, leftOutGroups, withLeftOut } from './jackknife.js';
import { type ClusterLayout, resampleSeeds } from './resample-seeds.js';

/** Draws of the clusters of several conditions of the same runs, whose rows go together. */
export interface ClusterWeights {
  /** Uint16Array [rows * clusters] of a condition: the resamples, then what is left out. */
  weightsOf(condition: string): Uint16Array;
  /** What the rows at the end leave out. */
  leftOut: LeftOutRows;
}

/**
 * Resamples the clusters of conditions over seeds and facts: runs are drawn alike for all of them, facts for each by
 * itself. Equal names and layouts give equal draws.
 * @param name of the draws
 * @param clusters by condition
 */
export function clusterWeights(
  name: string,
  clusters: ReadonlyMap<string, ClusterLayout>,
  { seed, resamples, method }: { seed: number; resamples: number; method: IntervalMethod },
): ClusterWeights {
  const leftOut: LeftOutRows = { method, groups: leftOutGroups(clusters) };
  const known = new Map<string, Uint16Array>();
  return {
    leftOut,
    weightsOf(condition) {
      const layout = clusters.get(condition)!;
      const purposes = { seeds: `${name} seeds`, facts: `${name} ${condition}` };
      const weights =
        known.get(condition) ??
        withLeftOut(resampleSeeds(seed, purposes, resamples, layout), layout, condition, leftOut);
      known.set(condition, weights);
      return weights;
    },
  };
}
