import type { BootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { CONTROL } from '../measurements/measurements.js';
import { difference, type Estimate } from '../statistics/estimate.js';
import { exactShareOfFacts } from './exact-share-of-facts.js';
import type { FinalRecall } from './final-recall.js';
import { poolFacts } from './pool-facts.js';

/** What is recalled of the facts of some conditions. */
export interface MeanRecall {
  /** Net of controls where there are any. */
  logProbability: Estimate;
  /** Share of answers, controls not subtracted; undefined without answers. */
  exactMatch: Estimate | undefined;
}

/**
 * Mean recall of all facts of some conditions at the end of training.
 * @returns undefined where nothing was asked at this depth
 */
export function meanRecall(
  statistics: BootstrapStatistics,
  { logProbability, exactMatch }: FinalRecall,
  conditions: readonly string[],
): MeanRecall | undefined {
  const told = meanOver(statistics, conditions, logProbability);
  if (!told) return undefined;
  const controls = levelOfControls(statistics, logProbability);
  return {
    logProbability: controls ? difference(told, controls) : told,
    exactMatch: exactMatch && meanShare(statistics, conditions, exactMatch),
  };
}

/** Mean of controls; undefined without any. */
export const levelOfControls = (
  statistics: BootstrapStatistics,
  values: readonly Float64Array[],
): Estimate | undefined =>
  statistics.cohort.conditions.includes(CONTROL) ? meanOver(statistics, [CONTROL], values) : undefined;

/**
 * Mean over all facts of some conditions.
 * @param values by run, Float64Array [facts]; NaN where there is none
 */
const meanOver = (
  statistics: BootstrapStatistics,
  conditions: readonly string[],
  values: readonly Float64Array[],
): Estimate | undefined =>
  poolFacts(statistics, conditions, 1, (run, fact) => {
    const value = values[run]![fact]!;
    return Number.isNaN(value) ? undefined : [value];
  })?.[0];

/** The same of shares, whose intervals stay within 0 and 1. */
export function meanShare(
  statistics: BootstrapStatistics,
  conditions: readonly string[],
  values: readonly Float64Array[],
): Estimate | undefined {
  const share = meanOver(statistics, conditions, values);
  const { runs } = statistics.cohort;
  return (
    share &&
    exactShareOfFacts(
      statistics,
      share,
      (run, fact) =>
        conditions.includes(runs[run]!.measurements.facts[fact]!.condition) &&
        !Number.isNaN(values[run]![fact]!),
    )
  );
}
