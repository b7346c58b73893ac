import { type ClusterLayout, factsIn } from './resample-seeds.js';

/** How the ends of an interval are found. */
export type IntervalMethod = 't' | 'percentile' | 'bca' | 'exact';

/** What is left out one after the other, to see how much an estimate depends on it. */
export interface LeftOutGroup {
  /**
   * `facts`: a fact in all runs. `cells`: a fact in one run. `seeds`: a run with all its facts. `data`: all runs that
   * share a data directory.
   */
  of: 'facts' | 'cells' | 'seeds' | 'data';
  /** The condition whose facts they are; empty for runs and data directories. */
  sample: string;
  /** How many there are: one row each. */
  size: number;
  /** How cells lie in runs and facts. */
  layout?: ClusterLayout;
}

/** Rows behind the resamples, each of which leaves something out, and what intervals are made of. */
export interface LeftOutRows {
  method: IntervalMethod;
  /** In the order of their rows. */
  groups: readonly LeftOutGroup[];
}

/** What an estimate is with each of a group left out: Float64Array [size]. */
export interface LeftOut extends Omit<LeftOutGroup, 'size'> {
  values: Float64Array;
}

/**
 * Everything that varies in some runs: the facts of every condition and, where there are several runs, the runs. Facts
 * that lie in several runs are left out run by run too, since what a fact and a run share would else count twice; where
 * some but not all runs share their data, the data directories are left out as well.
 * @param clusters by condition
 */
export function leftOutGroups(clusters: ReadonlyMap<string, ClusterLayout>): LeftOutGroup[] {
  const groups: LeftOutGroup[] = [];
  for (const [sample, layout] of clusters) {
    groups.push({ of: 'facts', sample, size: factsIn(layout) });
    if (layout.seeds > 1) groups.push({ of: 'cells', sample, size: layout.seedOf.length, layout });
  }
  const layouts = [...clusters.values()];
  const seeds = Math.max(1, ...layouts.map((layout) => layout.seeds));
  if (seeds > 1) groups.push({ of: 'seeds', sample: '', size: seeds });
  const data = new Set(layouts.flatMap(({ dataOf }) => [...dataOf])).size;
  if (data > 1 && data < seeds) groups.push({ of: 'data', sample: '', size: data });
  // Facts of a single run are its cells.
  return groups.filter(({ of, sample, size }) => of !== 'cells' || shared(clusters.get(sample)!, size));
}

/** Whether any fact lies in several runs. */
const shared = (layout: ClusterLayout, clusters: number): boolean => factsIn(layout) < clusters;

/** Number of rows of all groups. */
export const rowsIn = ({ groups }: LeftOutRows): number => groups.reduce((sum, { size }) => sum + size, 0);

/**
 * Adds rows to the weights of resamples, one for everything that is left out, so that whatever is computed from
 * resamples gives the jackknife too. Rows of other conditions' facts leave the sample as it is: estimates of several
 * conditions have the same rows.
 * @param weights Uint16Array [resamples * clusters]
 * @returns Uint16Array [(resamples + rows of all groups) * clusters]
 */
export function withLeftOut(
  weights: Uint16Array,
  layout: ClusterLayout,
  condition: string,
  rows: LeftOutRows,
): Uint16Array {
  const clusters = layout.seedOf.length;
  const extended = new Uint16Array(weights.length + rowsIn(rows) * clusters).fill(1);
  extended.set(weights);
  let at = weights.length;
  for (const { of, sample, size } of rows.groups) {
    const touched = of === 'seeds' || of === 'data' || sample === condition;
    const owner = ownersOf(layout, of);
    for (let left = 0; left < size; left++, at += clusters) {
      if (!touched) continue;
      for (let k = 0; k < clusters; k++) if (owner(k) === left) extended[at + k] = 0;
    }
  }
  return extended;
}

function ownersOf({ seedOf, factOf, dataOf }: ClusterLayout, of: LeftOutGroup['of']): (k: number) => number {
  if (of === 'facts') return (k) => factOf[k]!;
  if (of === 'seeds') return (k) => seedOf[k]!;
  return of === 'data' ? (k) => dataOf[seedOf[k]!]! : (k) => k;
}

/** What tells of the shape of a distribution: the estimate with facts and with runs left out. */
export const shapesOf = (leftOut: readonly LeftOut[] = []): Float64Array[] =>
  leftOut.filter(({ of }) => of === 'facts' || of === 'seeds').map(({ values }) => values);
