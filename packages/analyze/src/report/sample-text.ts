import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { factsOf } from '../cohort/cohort.js';
import type { IntervalMethod } from '../statistics/jackknife.js';

const methods: Record<IntervalMethod, string> = {
  t: 'Student',
  percentile: 'bootstrap',
  bca: 'bias-corrected and accelerated bootstrap',
  exact: 'exact',
};

/** What bands and whiskers are, such as `95 % bootstrap intervals over facts and seeds`. */
export function intervalText({ level, method, cohort }: BootstrapStatistics): string {
  const over = cohort.runs.length > 1 ? 'facts and seeds' : 'facts';
  return `${percentText(level)} ${methods[method]} intervals over ${over}`;
}

/** A level such as `95 %` or `99.5 %`. */
export const percentText = (level: number): string => `${Number((100 * level).toPrecision(3))} %`;

/** How much stands behind the means of some conditions: `n = 12 facts of duplication, 8 of once; 3 seeds`. */
export function countText(
  { cohort }: BootstrapStatistics,
  conditions: readonly string[] = cohort.conditions,
): string {
  const counts = conditions.map((condition, i) => {
    const facts = factsOf(cohort, condition);
    return `${facts}${i > 0 ? '' : facts === 1 ? ' fact' : ' facts'} of ${condition}`;
  });
  const seeds = cohort.runs.length > 1 ? `; ${cohort.runs.length} seeds` : '';
  return `n = ${counts.join(', ')}${seeds}`;
}
