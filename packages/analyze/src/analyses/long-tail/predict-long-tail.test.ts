import { describe, expect, it } from 'vitest';
import { bootstrapStatistics } from '../../cohort/bootstrap-statistics.js';
import { buildCohort } from '../../cohort/cohort.js';
import { runMetrics } from '../../metrics/run-metrics.js';
import { analyzeSpec } from '../../options/analyze.js';
import { intervalOf } from '../../statistics/interval-of.js';
import { superpose } from '../../superposition/superpose.js';
import { traceDecays } from '../../superposition/trace-decay.js';
import { knownDecay } from '../../testing/known-decay.js';
import { fitTraces } from '../traces/fit-traces.js';
import { meanIntervals } from './encounter-process.js';
import { deduplications, levelBeforeText, longestInterval } from './level-before-text.js';
import { longTailHypotheses } from './long-tail-hypotheses.js';
import { predictLongTail } from './predict-long-tail.js';
import { longTailRows } from './run-long-tail.js';

const trace = { decay: traceDecays.logarithmic, parameters: [0.25], gain: 0.4 };
const duplicates = { copies: 4, spacing: 7, copyGain: 0.5 };

describe('the level before a text', () => {
  it.each([
    ['none', 120],
    ['collapse', 120],
    ['refill', 120],
    ['none', 24],
    ['none', 4000],
  ] as const)(
    'with duplicates %s at an interval of %i is the sum of all earlier traces',
    (deduplication, interval) => {
      const between = deduplication === 'refill' ? interval / 4 : interval;
      const now = 40_000 * Math.ceil(between / 40);
      const encounters: number[] = [];
      const weights: number[] = [];
      for (let text = now - between; text > now - 30_000 * 4; text -= between) {
        for (let copy = 0; copy < (deduplication === 'none' ? 4 : 1); copy++) {
          encounters.push(text + 7 * copy);
          weights.push(copy === 0 ? 1 : 0.5);
        }
      }
      let expected = 0;
      encounters.forEach((step, i) => {
        // A copy may come after the text that is looked at.
        if (step < now)
          expected +=
            weights[i]! * superpose([now], [step], trace.decay, trace.parameters, { gain: 0.4 })[0]!;
      });
      expect(levelBeforeText(trace, interval, duplicates, deduplication)).toBeCloseTo(expected, 8);
    },
  );

  it('falls to a level at the longest interval that reaches it', () => {
    for (const deduplication of deduplications) {
      const interval = longestInterval(trace, 0.2, duplicates, deduplication);
      expect(levelBeforeText(trace, interval, duplicates, deduplication)).toBeCloseTo(0.2, 3);
    }
    expect(longestInterval(trace, 1e9, duplicates, 'none')).toBe(0);
    const steady = { ...trace, parameters: [0] };
    expect(longestInterval(steady, 5, duplicates, 'none')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the long tail of a fitted trace', () => {
  const world = { facts: 30, decay: 0.25, spread: 0.02, wander: 0.02, memory: 0.9, reach: 600, seed: 1 };
  const cohort = buildCohort('c', [runMetrics(knownDecay(world), 50, null)], { window: 50, iqrFactor: null });
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 200, level: 0.95 });
  const settings = analyzeSpec.parse({}).longTail;
  const [tail] = predictLongTail(
    statistics,
    fitTraces(statistics, 1, () => undefined),
    settings,
  );

  it('accumulates up to the learnability threshold, and not where it lies within its uncertainty', () => {
    const { logThreshold, thresholdInterval, points } = tail!;
    expect(logThreshold.point).toBeCloseTo(0.9 / tail!.fit.parameters[0]!.point, 10);
    expect(Math.abs(logThreshold.point - 3.6)).toBeLessThan(0.3);
    for (const { interval, deduplication, accumulates } of points) {
      const wait = Math.log10(deduplication === 'refill' ? interval / 5 : interval);
      const { low, high } = thresholdInterval!;
      expect(accumulates).toBe(wait < low ? true : wait > high ? false : undefined);
    }
    expect(new Set(points.map(({ accumulates }) => accumulates)).size).toBeGreaterThan(1);
  });

  it('counts the facts of Zipf that come often enough, before and after deduplication', () => {
    const intervals = meanIntervals({ type: 'zipf', exponent: 1, perStep: 1 }, settings.facts);
    const often = intervals.filter((interval) => interval <= 10 ** tail!.logThreshold.point).length;
    expect(tail!.accumulating.none.point).toBe(often / settings.facts);
    const { none, collapse } = tail!.accumulating;
    expect([collapse.point, ...collapse.draws]).toEqual([none.point, ...none.draws]);
    // Shares, and their intervals too.
    const { low, high } = intervalOf(none, 0.95)!;
    expect([low >= 0, low <= none.point, none.point <= high, high <= 1]).toEqual(Array(4).fill(true));
    expect(tail!.accumulating.refill.point).toBeGreaterThan(4.9 * tail!.accumulating.none.point);
    expect(tail!.known.refill.point).toBeGreaterThan(tail!.known.none.point);
    expect(tail!.known.none.point).toBeGreaterThan(tail!.known.collapse.point);
  });

  it('is rows and findings', () => {
    const rows = longTailRows(statistics, [tail!]);
    expect(rows.length).toBe(tail!.points.length);
    expect(
      rows
        .filter(({ process }) => process === 'zipf')
        .map(({ rank }) => rank)
        .slice(0, 4),
    ).toEqual([1, 3, 10, 32]);
    for (const { level, low, high } of rows) {
      expect(low!).toBeLessThanOrEqual(level! + 1e-9);
      expect(high!).toBeGreaterThanOrEqual(level! - 1e-9);
    }
    const evidence = () => ({ seeds: 1, facts: 30 });
    const hypotheses = longTailHypotheses(evidence, [tail!], settings);
    expect(hypotheses.map(({ claim }) => claim)).toEqual(['F22', 'F23']);
    expect(hypotheses[0]!.estimate.point).toBeLessThan(0.5);
    expect(hypotheses[1]!.estimate.point).toBeGreaterThan(0);
  });
});
