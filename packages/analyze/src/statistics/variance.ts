import type { Estimate } from './estimate.js';
import type { LeftOut } from './jackknife.js';

/** A part of the variance of an estimate, and how well it is known. */
export interface VariancePart {
  variance: number;
  /** Degrees of freedom. */
  freedom: number;
}

/**
 * The variance of an estimate over seeds and facts, by the jackknife. Of several seeds it is that over runs, which
 * holds what their own facts add, and that over facts that runs share, less what a fact and a run have together and the
 * variance over runs has already. Of one seed it is that over facts.
 * @returns one list; two where runs share data directories but not all the same, since then either runs or data may be
 *   what varies; none where something that has to be left out leaves no finite number
 */
export function varianceParts({ leftOut = [] }: Estimate): VariancePart[][] {
  const groups = (of: LeftOut['of']): LeftOut[] => leftOut.filter((one) => one.of === of);
  const runs = together(groups('seeds').map(({ values }) => jackknife(values)));
  const beside = groups('facts').flatMap(({ sample, values }) => {
    const whole = jackknife(values);
    if (runs.length === 0) return [whole];
    const cells = leftOut.find((one) => one.of === 'cells' && one.sample === sample);
    // Facts that lie in one run each are part of the variance over runs.
    return cells ? [{ ...whole, variance: Math.max(0, whole.variance - interaction(cells)) }] : [];
  });
  const data = groups('data').map(({ values }) => jackknife(values));
  const lists = [[...runs, ...beside], ...(data.length > 0 ? [data] : [])];
  return lists.every((list) => list.length > 0 && list.every(({ variance }) => Number.isFinite(variance)))
    ? lists
    : [];
}

/**
 * Variances over the runs of independent groups as one, with the degrees of freedom of their sum (Welch 1947). With two
 * runs in one of them his intervals are too narrow, and the variances stay apart.
 */
function together(parts: readonly VariancePart[]): VariancePart[] {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const squares = parts.reduce((sum, part) => sum + part.variance ** 2 / part.freedom, 0);
  if (parts.some(({ freedom }) => freedom < 2) || !(squares > 0)) return [...parts];
  return [{ variance, freedom: variance ** 2 / squares }];
}

/** Variance of a statistic from its values with each of a group left out (Efron and Tibshirani 1993, 11.5). */
function jackknife(values: Float64Array): VariancePart {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { variance: n < 2 ? Number.NaN : ((n - 1) / n) * squares, freedom: n - 1 };
}

/**
 * What cells vary by beside what their runs and facts do, as a share of the variance of their mean: the mean square of
 * the interaction of a crossed design, world by world where data directories have facts of their own.
 */
function interaction({ values, layout }: LeftOut): number {
  const { seedOf, factOf, dataOf, worldOf = dataOf, seeds } = layout!;
  const n = values.length;
  const world = seedOf.map((seed) => worldOf[seed]!);
  const centre = values.reduce((sum, value) => sum + value, 0) / n;
  const influences = values.map((value) => (n - 1) * (centre - value));
  const [ofWorld, ofSeeds, ofFacts] = [world, seedOf, factOf].map((owners) => meansBy(influences, owners));
  let squares = 0;
  influences.forEach((influence, k) => {
    const residual =
      influence - ofSeeds!.get(seedOf[k]!)! - ofFacts!.get(factOf[k]!)! + ofWorld!.get(world[k]!)!;
    squares += residual ** 2;
  });
  const freedom = n - ofFacts!.size - seeds + ofWorld!.size;
  return freedom > 0 ? squares / freedom / n : 0;
}

function meansBy(values: Float64Array, owners: Int32Array): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  values.forEach((value, k) => {
    const entry = sums.get(owners[k]!) ?? { sum: 0, count: 0 };
    sums.set(owners[k]!, { sum: entry.sum + value, count: entry.count + 1 });
  });
  return new Map(Array.from(sums, ([owner, { sum, count }]) => [owner, sum / count]));
}

/** Standard error of an estimate over seeds and facts; NaN where it cannot be told. */
export function jackknifeError(estimate: Estimate): number {
  const sums = varianceParts(estimate).map((parts) => parts.reduce((sum, { variance }) => sum + variance, 0));
  return sums.length === 0 ? Number.NaN : Math.sqrt(Math.max(...sums));
}
