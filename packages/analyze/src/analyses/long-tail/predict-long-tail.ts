import type { BootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { combine, type Estimate, type Interval } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { TraceFit } from '../traces/fit-traces.js';
import { meanIntervals } from './encounter-process.js';
import { learnabilityThreshold } from './learnability-threshold.js';
import { type Deduplication, deduplications, levelBeforeText, longestInterval } from './level-before-text.js';
import type { LongTailOptions } from './long-tail-options.js';
import type { EncounterTrace } from './steady-state.js';

type LongTailSettings = LongTailOptions['longTail'];

/** One fact of the simulated world: how often its text comes, and what is left of it in the long run. */
export interface LongTailPoint {
  process: 'fixed' | 'zipf';
  deduplication: Deduplication;
  /** Steps between texts before anything is removed. */
  interval: number;
  /** Under Zipf, 1 for the most popular fact. */
  rank: number | null;
  /** Gain over the baseline just before a text, nats per token. */
  level: Estimate;
  levelInterval: Interval | undefined;
  /** Whether more than `share` of a gain is left when the next text comes; undefined where the interval does not say. */
  accumulates: boolean | undefined;
}

/** What the fitted trace of one condition and depth comes to in a long tail of facts. */
export interface LongTail {
  fit: TraceFit;
  /** log10 of the learnability threshold: the wait after which `share` of a gain is left, steps. */
  logThreshold: Estimate;
  thresholdInterval: Interval | undefined;
  points: LongTailPoint[];
  /** Share of Zipf's facts whose texts come more often than the threshold. */
  accumulating: Record<Deduplication, Estimate>;
  /** Share of Zipf's facts of which `knownAt` gains are left before their texts. */
  known: Record<Deduplication, Estimate>;
}

/** Intervals of the fixed process: four for a factor of ten, from 10 to a million steps. */
const intervals = Array.from({ length: 21 }, (_, i) => 10 ** (1 + i / 4));

/**
 * Carries fitted traces and their uncertainty over to facts that come at other intervals: which accumulate, which are
 * lost, and what deduplication does to them (the argument of arXiv 2406.11813, section 4.4, as a computation).
 */
export function predictLongTail(
  statistics: BootstrapStatistics,
  fits: readonly TraceFit[],
  settings: LongTailSettings,
): LongTail[] {
  return fits
    .filter(({ decay }) => decay.name === settings.decay)
    .map((fit) => predict(statistics, fit, settings));
}

function predict({ level }: BootstrapStatistics, fit: TraceFit, settings: LongTailSettings): LongTail {
  const { facts, exponent, perStep, duplicates, share, knownAt } = settings;
  const { decay, gain, parameters } = fit;
  // Much follows from every draw's trace, and all of it asks where that ends.
  const end = combine((...own) => decay.lagOf(own, 0), ...parameters);
  const ofTrace = (apply: (trace: EncounterTrace) => number): Estimate =>
    combine((g, e, ...own) => apply({ decay, gain: g, end: e, parameters: own }), gain, end, ...parameters);
  const logThreshold = ofTrace((trace) => Math.log10(learnabilityThreshold(trace, share)));
  const thresholdInterval = intervalOf(logThreshold, level);
  const popularity = meanIntervals({ type: 'zipf', exponent, perStep }, facts);
  const ranks = [
    ...new Set(
      Array.from({ length: 1 + 2 * Math.ceil(Math.log10(facts)) }, (_, i) =>
        Math.min(facts, Math.round(10 ** (i / 2))),
      ),
    ),
  ];
  const often = (deduplication: Deduplication): number =>
    deduplication === 'refill' ? duplicates.copies : 1;
  const point = (
    place: Pick<LongTailPoint, 'process' | 'deduplication' | 'interval' | 'rank'>,
  ): LongTailPoint => {
    const estimate = ofTrace((trace) =>
      levelBeforeText(trace, place.interval, duplicates, place.deduplication),
    );
    const wait = Math.log10(place.interval / often(place.deduplication));
    return {
      ...place,
      level: estimate,
      levelInterval: intervalOf(estimate, level),
      accumulates: judge(wait, thresholdInterval),
    };
  };
  const shareOfFacts = (longest: number): number => countBelow(popularity, longest) / facts;
  const byDeduplication = (estimate: (deduplication: Deduplication) => Estimate) =>
    Object.fromEntries(deduplications.map((name) => [name, estimate(name)])) as Record<
      Deduplication,
      Estimate
    >;
  const longest = {
    none: ofTrace((trace) => longestInterval(trace, knownAt * trace.gain, duplicates, 'none')),
    collapse: ofTrace((trace) => longestInterval(trace, knownAt * trace.gain, duplicates, 'collapse')),
  };
  return {
    fit,
    logThreshold,
    thresholdInterval,
    points: deduplications.flatMap((deduplication) => [
      ...intervals.map((interval) => point({ process: 'fixed', deduplication, interval, rank: null })),
      ...ranks.map((rank) =>
        point({ process: 'zipf', deduplication, interval: popularity[rank - 1]!, rank }),
      ),
    ]),
    accumulating: byDeduplication((name) =>
      monotone((threshold) => shareOfFacts(10 ** threshold * often(name)), logThreshold),
    ),
    known: byDeduplication((name) =>
      name === 'none'
        ? monotone(shareOfFacts, longest.none)
        : monotone((interval) => shareOfFacts(interval * often(name)), longest.collapse),
    ),
  };
}

/** A rising function of an estimate, whose interval is that of the estimate carried over: so a share stays one. */
function monotone(apply: (value: number) => number, estimate: Estimate): Estimate {
  const interval = (level: number): Interval | undefined => {
    const ends = intervalOf(estimate, level);
    return ends && { low: apply(ends.low), high: apply(ends.high) };
  };
  return { ...combine(apply, estimate), interval };
}

function judge(wait: number, threshold: Interval | undefined): boolean | undefined {
  if (!threshold) return undefined;
  return wait < threshold.low ? true : wait > threshold.high ? false : undefined;
}

/** How many of the ascending intervals are at most `longest`. */
function countBelow(ascending: Float64Array, longest: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= longest) low = middle + 1;
    else high = middle;
  }
  return low;
}
