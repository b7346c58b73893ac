import { describe, expect, it } from 'vitest';
import { averageOverEncounters } from '../cohort/average-over-encounters.js';
import { bootstrapStatistics } from '../cohort/bootstrap-statistics.js';
import { buildCohort, findCell } from '../cohort/cohort.js';
import type { Measurements } from '../measurements/measurements.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { intervalOf } from '../statistics/interval-of.js';
import { type KnownAcquisition, knownAcquisition, traceAfter } from '../testing/known-acquisition.js';

const settings = { window: 50, iqrFactor: null };
const world: KnownAcquisition = {
  facts: 12,
  controls: 12,
  count: 1,
  interval: 100,
  decay: 0.2,
  spread: 0.3,
  noise: 0.15,
  memory: 0.9,
  drift: 0.002,
  reach: 300,
  seed: 1,
};

function statisticsOf(...measured: Measurements[]) {
  const metrics = measured.map((one) => runMetrics(one, settings.window, settings.iqrFactor));
  const cohort = buildCohort('c', metrics, settings);
  const statistics = bootstrapStatistics(cohort, { seed: 1, resamples: 100, level: 0.95 });
  return { statistics, cell: findCell(cohort, 'duplication', 'memorization')! };
}

/** Without noise and with equal facts estimates are what they stand for. */
function truthOf(own: KnownAcquisition) {
  const { statistics, cell } = statisticsOf(knownAcquisition({ ...own, noise: 0, spread: 0 }));
  return {
    effectivity: statistics.crossFittedEffectivity(cell)!.point,
    decay: statistics.crossFittedRetention(cell)!.logarithmic!.parameters[1]!,
  };
}

describe('cross-fitted statistics without noise', () => {
  const { statistics, cell } = statisticsOf(knownAcquisition({ ...world, noise: 0, spread: 0 }));
  const trace = Array.from({ length: 400 }, (_, lag) => traceAfter(lag, world.decay));
  const peak = trace.indexOf(1);

  it('are read at the maximum, net of what controls gain meanwhile', () => {
    expect(Math.abs(statistics.crossFittedLag(cell)! - peak)).toBeLessThanOrEqual(1);
    expect(statistics.crossFittedEffectivity(cell)!.point).toBeCloseTo(1, 3);
  });

  it('are the trace itself at every t', () => {
    const lag = statistics.crossFittedLag(cell)!;
    for (const { mean, column } of statistics.crossFittedRetention(cell)!.points) {
      const { from, to } = cell.gainBins[column]!;
      const left = trace.slice(lag + from, lag + to + 1);
      const expected = left.reduce((sum, value) => sum + value, 0) / left.length / trace[lag]!;
      expect(mean).toBeCloseTo(expected, 10);
    }
  });

  it('do not depend on the order of facts', () => {
    const measured = knownAcquisition(world);
    const turned: Measurements = {
      ...measured,
      facts: [...measured.facts].reverse(),
      probes: measured.probes.map((probe) => ({ ...probe, fact: measured.facts.length - 1 - probe.fact })),
    };
    const [one, other] = [measured, turned].map((own) => {
      const { statistics, cell } = statisticsOf(own);
      return statistics.crossFittedEffectivity(cell)!.point;
    });
    expect(one).toBeCloseTo(other!, 12);
  });

  it('need two facts', () => {
    const { statistics, cell } = statisticsOf(knownAcquisition({ ...world, facts: 1 }));
    expect(statistics.crossFittedEffectivity(cell)).toBeUndefined();
    expect(statistics.crossFittedRetention(cell)).toBeUndefined();
  });

  it('interpolate controls to the updates at which injected facts were measured', () => {
    const measured = knownAcquisition({ ...world, noise: 0, spread: 0, drift: 0.02 });
    const { updates, values } = measured.series;
    const sparse = values.map((value, i) => {
      const fact = Math.floor(i / updates.length);
      const update = updates[i % updates.length]!;
      return fact >= world.facts && update % 40 !== 5 ? Number.NaN : value;
    });
    const own = statisticsOf({ ...measured, series: { updates, values: sparse } });
    expect(own.statistics.crossFittedEffectivity(own.cell)!.point).toBeCloseTo(1, 2);
    // Their own last measurements before the window are up to 40 updates old.
    const stale = averageOverEncounters(own.statistics, own.cell, 'effectivityAt').point;
    expect(Math.abs(stale - 1)).toBeGreaterThan(0.04);
  });

  it('read what is left before the next encounter, and levels over all of them', () => {
    const three = { ...world, count: 3, noise: 0, spread: 0 };
    const { statistics, cell } = statisticsOf(knownAcquisition(three));
    const lag = statistics.crossFittedLag(cell)!;
    const level = (since: number): number =>
      [0, 1, 2].reduce((sum, k) => sum + (since > 100 * k ? trace[since - 100 * k]! : 0), 0);
    const gain = (kind: 'level' | 'atNext', k: number) => statistics.crossFittedGain(cell, kind, [k])!.point;
    expect(gain('level', 2)).toBeCloseTo(level(200 + lag), 10);
    expect(gain('atNext', 0)).toBeCloseTo(level(100), 10);
    expect(gain('atNext', 1)).toBeCloseTo(level(200) - level(100), 10);
    expect(gain('atNext', 2)).toBeNaN();
  });
});

describe('cross-fitted statistics of noisy measurements', () => {
  const EXPERIMENTS = 80;

  it('are nothing on average where nothing is gained', () => {
    const nothing = { ...world, facts: 8, controls: 8, gain: 0, spread: 0, noise: 0.3, memory: 0, reach: 60 };
    const sums = { crossFitted: 0, raw: 0 };
    for (let seed = 1; seed <= EXPERIMENTS; seed++) {
      const { statistics, cell } = statisticsOf(knownAcquisition({ ...nothing, seed }));
      sums.crossFitted += statistics.crossFittedEffectivity(cell)!.point / EXPERIMENTS;
      sums.raw += statistics.means(cell, 'effectivityAt').point[0]! / EXPERIMENTS;
    }
    // The mean of so many has a standard error of 0.02.
    expect(Math.abs(sums.crossFitted)).toBeLessThan(0.06);
    expect(sums.raw).toBeGreaterThan(0.5);
  });

  it.each([
    { noise: 0.15, memory: 0 },
    { noise: 0.15, memory: 0.9 },
  ])('hold the truth without bias, unlike the published maximum: noise $noise, memory $memory', (noise) => {
    const own = { ...world, ...noise, facts: 24, controls: 24, spread: 0.1 };
    const truth = truthOf(own);
    const sums = { effectivity: 0, decay: 0, published: 0, net: 0 };
    let held = 0;
    for (let seed = 1; seed <= EXPERIMENTS; seed++) {
      const { statistics, cell } = statisticsOf(knownAcquisition({ ...own, seed }));
      const effectivity = statistics.crossFittedEffectivity(cell)!;
      const decay = statistics.crossFittedRetention(cell)!.logarithmic!;
      sums.effectivity += effectivity.point / EXPERIMENTS;
      sums.decay += decay.parameters[1]! / EXPERIMENTS;
      sums.published += averageOverEncounters(statistics, cell, 'effectivityAt').point / EXPERIMENTS;
      sums.net += statistics.netRetention(cell)!.logarithmic!.parameters[1]! / EXPERIMENTS;
      const { low, high } = intervalOf(effectivity, 0.95)!;
      held += Number(low <= truth.effectivity && truth.effectivity <= high);
      held += Number(decay.low[1]! <= truth.decay && truth.decay <= decay.high[1]!);
    }
    expect(Math.abs(sums.effectivity - truth.effectivity)).toBeLessThan(0.03);
    expect(Math.abs(sums.decay - truth.decay)).toBeLessThan(0.01);
    expect(sums.published).toBeLessThan(truth.effectivity - 0.05);
    expect(sums.net).toBeLessThan(truth.decay - 0.03);
    expect(held / (2 * EXPERIMENTS)).toBeGreaterThan(0.91);
    expect(held / (2 * EXPERIMENTS)).toBeLessThan(0.99);
  });
});
