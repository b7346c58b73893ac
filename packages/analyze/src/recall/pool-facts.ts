import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { columnEstimate, combine, type Estimate } from '../statistics/estimate.js';

/** Numbers of one fact in one run, as many for each; undefined where it has none. */
export type NumbersOfFact = (run: number, fact: number) => readonly number[] | undefined;

/**
 * Means of some numbers over all facts of several conditions, each fact of each run counting once, with the resamples of
 * the cohort: whatever is a function of these means (a slope, the mean of a bin) has its intervals from them.
 * @param count of numbers
 * @returns undefined where no fact has any
 */
export function poolFacts(
  { cohort, resampling }: Pick<BootstrapStatistics, 'cohort' | 'resampling'>,
  conditions: readonly string[],
  count: number,
  numbersOf: NumbersOfFact,
): Estimate[] | undefined {
  const pools = conditions.map((condition) => {
    const table = createClusterTable(cohort.clusters.get(condition)!.seedOf.length, count);
    let facts = 0;
    cohort.runs.forEach(({ measurements }, run) => {
      measurements.facts.forEach((fact, number) => {
        const numbers = fact.condition === condition ? numbersOf(run, number) : undefined;
        if (!numbers) return;
        facts++;
        numbers.forEach((value, column) => {
          addValue(table, cohort.clusterOf(run, number), column, value);
        });
      });
    });
    return { condition, table, facts };
  });
  const all = pools.reduce((sum, { facts }) => sum + facts, 0);
  if (all === 0) return undefined;
  const means = pools
    .filter(({ facts }) => facts > 0)
    .map(({ condition, table, facts }) => {
      const { weights, leftOut } = resampling(condition);
      return { share: facts / all, means: bootstrapMeans(table, weights, leftOut) };
    });
  return Array.from({ length: count }, (_, column) =>
    combine(
      (...values) => values.reduce((sum, value, i) => sum + means[i]!.share * value, 0),
      ...means.map((one) => columnEstimate(one.means, column)),
    ),
  );
}
