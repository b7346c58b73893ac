import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { CONTROL } from '../../measurements/measurements.js';
import { exactShareOfFacts } from '../../recall/exact-share-of-facts.js';
import type { FinalRecall } from '../../recall/final-recall.js';
import { levelOfControls, meanShare } from '../../recall/mean-recall.js';
import { poolFacts } from '../../recall/pool-facts.js';
import { encountersOf } from '../../recall/told-facts.js';
import { combine, difference, type Estimate } from '../../statistics/estimate.js';

/** Facts that are met about equally often. */
export interface RecallBin {
  from: number;
  to: number;
  /** Geometric mean of the encounters; 0 for controls. */
  encounters: number;
  /** Counted in each run. */
  facts: number;
  /** Net of controls where there are any, nats per token. */
  logProbability: Estimate;
  /** Share of answers that match exactly. */
  exactMatch: Estimate | undefined;
}

/** Recall of one depth at the end of training by the number of encounters. */
export interface RecallCurve {
  depth: string;
  /** Fewest and most encounters of a fact. */
  range: { from: number; to: number };
  /** By powers of two of the encounters, ascending; controls, if there are any, first. */
  bins: RecallBin[];
  /** Of the log-probability over facts, per doubling of the encounters. */
  slope: Estimate;
  /** The same of exact matches; undefined without answers. */
  exactSlope: Estimate | undefined;
  /** Whether exact matches differ between facts at all. */
  isAnsweredUnequally: boolean;
}

/**
 * Recall of told facts by how often they are met: means of bins, and the least squares slope over facts.
 * @param conditions of told facts
 * @returns undefined where nothing was asked at this depth
 */
export function recallCurve(
  statistics: BootstrapStatistics,
  depth: string,
  { logProbability, exactMatch }: FinalRecall,
  conditions: readonly string[],
): RecallCurve | undefined {
  const { cohort } = statistics;
  const counts = cohort.runs.map(({ measurements: { facts } }, run) =>
    Float64Array.from(facts, (_, fact) => encountersOf(cohort, run, fact)),
  );
  const isAsked = (run: number, fact: number): boolean =>
    conditions.includes(cohort.runs[run]!.measurements.facts[fact]!.condition) &&
    !Number.isNaN(logProbability[run]![fact]!);
  const asked = cohort.runs.flatMap(({ measurements: { facts } }, run) =>
    [...facts.keys()].flatMap((fact) => (isAsked(run, fact) ? [{ run, fact }] : [])),
  );
  if (asked.length === 0) return undefined;
  const met = asked.map(({ run, fact }) => counts[run]![fact]!);
  const controls = levelOfControls(statistics, logProbability);

  const powers = [...new Set(met.map(powerBelow))].sort((a, b) => a - b);
  const bins = powers.map((from): RecallBin => {
    const isIn = (run: number, fact: number): boolean => powerBelow(counts[run]![fact]!) === from;
    const meanOf = (values: readonly Float64Array[]): Estimate =>
      meanOfBin(statistics, conditions, values, isIn);
    const own = meanOf(logProbability);
    const isAnswered = (run: number, fact: number): boolean =>
      isAsked(run, fact) && isIn(run, fact) && !Number.isNaN(exactMatch![run]![fact]!);
    return {
      from,
      to: 2 * from - 1,
      encounters: 2 ** meanOf(counts.map((all) => all.map(Math.log2))).point,
      facts: met.filter((count) => powerBelow(count) === from).length,
      logProbability: controls ? difference(own, controls) : own,
      exactMatch: exactMatch && exactShareOfFacts(statistics, meanOf(exactMatch), isAnswered),
    };
  });
  const answers = exactMatch && asked.map(({ run, fact }) => exactMatch[run]![fact]!);
  return {
    depth,
    range: { from: Math.min(...met), to: Math.max(...met) },
    bins: controls ? [controlBin(statistics, controls, exactMatch), ...bins] : bins,
    slope: slopeOf(statistics, conditions, counts, logProbability),
    exactSlope: exactMatch && slopeOf(statistics, conditions, counts, exactMatch),
    isAnsweredUnequally: new Set(answers).size > 1,
  };
}

/** The largest power of two that a number is not below. */
const powerBelow = (count: number): number => 2 ** Math.floor(Math.log2(count));

/** Mean over the facts of a bin: a ratio of means over all facts, so that no fact that is left out empties it. */
function meanOfBin(
  statistics: BootstrapStatistics,
  conditions: readonly string[],
  values: readonly Float64Array[],
  isIn: (run: number, fact: number) => boolean,
): Estimate {
  const [sum, share] = poolFacts(statistics, conditions, 2, (run, fact) => {
    const value = values[run]![fact]!;
    if (Number.isNaN(value)) return undefined;
    return isIn(run, fact) ? [value, 1] : [0, 0];
  }) as [Estimate, Estimate];
  return combine((total, part) => total / part, sum, share);
}

/** Least squares slope over facts, per doubling of their encounters. */
function slopeOf(
  statistics: BootstrapStatistics,
  conditions: readonly string[],
  counts: readonly Float64Array[],
  values: readonly Float64Array[],
): Estimate {
  const moments = poolFacts(statistics, conditions, 4, (run, fact) => {
    const [x, y] = [Math.log2(counts[run]![fact]!), values[run]![fact]!];
    return Number.isNaN(y) ? undefined : [x, y, x * y, x * x];
  }) as [Estimate, Estimate, Estimate, Estimate];
  return combine((x, y, xy, xx) => (xy - x * y) / (xx - x * x), ...moments);
}

/** Controls are not met, and are what others are net of. */
function controlBin(
  statistics: BootstrapStatistics,
  level: Estimate,
  exactMatch: readonly Float64Array[] | undefined,
): RecallBin {
  const facts = statistics.cohort.runs.flatMap(({ measurements }) =>
    measurements.facts.filter(({ condition }) => condition === CONTROL),
  ).length;
  return {
    ...{ from: 0, to: 0, encounters: 0, facts },
    logProbability: difference(level, level),
    exactMatch: exactMatch && meanShare(statistics, [CONTROL], exactMatch),
  };
}
