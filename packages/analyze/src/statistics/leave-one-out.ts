import { type ClusterLayout, factsIn } from './resample-seeds.js';

/** A group whose clusters are left out one after the other: the facts of a condition, or the seeds of all. */
export interface LeftOutGroup {
  /** The condition; undefined for seeds. */
  condition: string | undefined;
  size: number;
}

/** Everything that is resampled in some runs: the facts of every condition, and seeds where there are several. */
export function leftOutGroups(clusters: ReadonlyMap<string, ClusterLayout>): LeftOutGroup[] {
  const groups: LeftOutGroup[] = Array.from(clusters, ([condition, layout]) => ({
    condition,
    size: factsIn(layout),
  }));
  const seeds = Math.max(1, ...Array.from(clusters.values(), (layout) => layout.seeds));
  return seeds > 1 ? [...groups, { condition: undefined, size: seeds }] : groups;
}

/**
 * Adds rows to the weights of resamples, one for each fact or seed that is left out, so that whatever is computed
 * from resamples gives the jackknife too. Rows of other conditions' facts leave the sample as it is: estimates of
 * several conditions have the same rows.
 * @param weights Uint16Array [resamples * clusters]
 * @returns Uint16Array [(resamples + rows of all groups) * clusters]
 */
export function withLeftOut(
  weights: Uint16Array,
  { seedOf, factOf }: ClusterLayout,
  condition: string,
  groups: readonly LeftOutGroup[],
): Uint16Array {
  const clusters = seedOf.length;
  const rows = groups.reduce((sum, { size }) => sum + size, 0);
  const extended = new Uint16Array(weights.length + rows * clusters).fill(1);
  extended.set(weights);
  let at = weights.length;
  for (const group of groups) {
    const owners = group.condition === undefined ? seedOf : factOf;
    const touched = group.condition === undefined || group.condition === condition;
    for (let left = 0; left < group.size; left++, at += clusters) {
      if (!touched) continue;
      for (let k = 0; k < clusters; k++) if (owners[k] === left) extended[at + k] = 0;
    }
  }
  return extended;
}

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
