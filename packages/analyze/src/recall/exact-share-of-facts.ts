import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import type { Estimate } from '../statistics/estimate.js';
import { exactShare } from '../statistics/share-interval.js';

/**
 * A share over facts with exact intervals.
 * @param isIn whether a fact of a run is among those that the share is of
 */
export function exactShareOfFacts(
  { cohort }: Pick<BootstrapStatistics, 'cohort'>,
  share: Estimate,
  isIn: (run: number, fact: number) => boolean,
): Estimate {
  const distinct = new Set<string>();
  cohort.runs.forEach(({ measurements: { facts } }, run) => {
    facts.forEach(({ condition }, fact) => {
      if (!isIn(run, fact)) return;
      const { factOf } = cohort.clusters.get(condition)!;
      distinct.add(`${condition} ${factOf[cohort.clusterOf(run, fact)]}`);
    });
  });
  return exactShare(share, distinct.size);
}
