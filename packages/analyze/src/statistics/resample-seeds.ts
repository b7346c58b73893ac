import { resampleClusters } from './resample-clusters.js';

/** How clusters of a table lie in runs and facts: a cluster is what one fact did in one run. */
export interface ClusterLayout {
  /** Number of runs, which differ in seeds. */
  seeds: number;
  /** Int32Array [clusters]: number of its run. */
  seedOf: Int32Array;
  /** Int32Array [clusters]: number of its fact. A fact is one in all runs that have it. */
  factOf: Int32Array;
  /**
   * Number of facts of every data directory, and together of those that have any in common; facts are numbered in this
   * order.
   */
  factsByData: readonly number[];
  /** Int32Array [seeds]: number of the data directory of every run. */
  dataOf: Int32Array;
  /** Int32Array [seeds]: place in `factsByData` of every run; the data directory where none share facts. */
  worldOf?: Int32Array;
}

/** Number of distinct facts. */
export const factsIn = ({ factsByData }: ClusterLayout): number =>
  factsByData.reduce((sum, facts) => sum + facts, 0);

/**
 * Draws of a bootstrap over seeds and, within data of the same seed, over facts. A fact keeps its weight in
 * all runs that hold it, and a run keeps its weight for all facts (the pigeonhole bootstrap of Owen 2007,
 * arXiv 0712.1111). Of S > 1 seeds S - 1 are drawn, so that the variance between few seeds is not understated
 * by (S - 1) / S (Rao and Wu 1988). With one seed it is `resampleClusters` over facts.
 * @param purposes names of the draws: equal names of seeds give equal seeds, whatever the facts
 * @returns Uint16Array [resamples * clusters]
 */
export function resampleSeeds(
  seed: number,
  purposes: { seeds: string; facts: string },
  resamples: number,
  layout: ClusterLayout,
): Uint16Array {
  const { seeds, seedOf, factOf, factsByData } = layout;
  const facts = factsIn(layout);
  const byFact = new Uint16Array(resamples * facts);
  let first = 0;
  factsByData.forEach((count, data) => {
    const purpose = data === 0 ? purposes.facts : `${purposes.facts} data ${data}`;
    const drawn = resampleClusters(seed, purpose, resamples, count);
    for (let b = 0; b < resamples; b++) {
      byFact.set(drawn.subarray(b * count, (b + 1) * count), b * facts + first);
    }
    first += count;
  });
  const bySeed =
    seeds > 1
      ? resampleClusters(seed, purposes.seeds, resamples, seeds, seeds - 1)
      : new Uint16Array(resamples).fill(1);
  const clusters = seedOf.length;
  const weights = new Uint16Array(resamples * clusters);
  for (let b = 0; b < resamples; b++) {
    for (let cluster = 0; cluster < clusters; cluster++) {
      weights[b * clusters + cluster] =
        bySeed[b * seeds + seedOf[cluster]!]! * byFact[b * facts + factOf[cluster]!]!;
    }
  }
  return weights;
}
