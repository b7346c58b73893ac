import { describe, expect, it } from 'vitest';
import { gainsAt } from '../contrasts/gains.js';
import type { Measurements } from '../measurements/measurements.js';
import { runMetrics } from '../metrics/run-metrics.js';
import { bcaInterval } from '../statistics/bca-interval.js';
import { columnMeans } from '../statistics/bootstrap-means.js';
import { intervalOf } from '../statistics/interval-of.js';
import { bootstrapStatistics } from './bootstrap-statistics.js';
import { buildCohort, factsOf, findCell } from './cohort.js';

const settings = { window: 5, iqrFactor: null };
const bootstrap = { seed: 1, resamples: 200, level: 0.9 };

/** Gain of a fact's probe `u` updates after its only encounter. */
const gain = (fact: number, u: number): number => (u < 1 ? 0 : (1 + 0.1 * fact) * (1 - 0.2 * Math.log10(u)));
/** What every probe learns beside. */
const drift = (u: number): number => 0.01 * u;

function world(run: string, data: string, first = 0, target = ''): Measurements {
  const facts = [
    ...Array.from({ length: 6 }, (_, i) => ({
      id: `once-${i}`,
      condition: 'once',
      encounters: Int32Array.of(10),
    })),
    ...Array.from({ length: 3 }, (_, i) => ({
      id: `control-${i}`,
      condition: 'control',
      encounters: new Int32Array(0),
    })),
  ];
  const updates = Int32Array.from({ length: 201 }, (_, u) => u);
  const probes = facts.flatMap((_, fact) =>
    ['memorization', 'semantic'].map((depth) => ({
      id: `${fact}-${depth}`,
      fact,
      depth,
      prompt: '',
      target: target && `${target} ${fact}`,
    })),
  );
  const values = Float64Array.from(
    probes.flatMap(({ fact }) =>
      Array.from(
        updates,
        (u) => -7 + drift(u) + (facts[fact]!.condition === 'once' ? gain(fact + first, u - 10) : 0),
      ),
    ),
  );
  return { run, data, facts, probes, series: { updates, values } };
}

const cohortOf = (...runs: Measurements[]) =>
  buildCohort(
    'c',
    runs.map((run) => runMetrics(run, settings.window, settings.iqrFactor)),
    settings,
  );

describe('a cohort', () => {
  it('counts a fact once over runs that share their data, and twice over runs that do not', () => {
    const shared = cohortOf(world('a', 'x'), world('b', 'x'));
    expect([factsOf(shared, 'once'), factsOf(shared, 'control'), factsOf(shared, 'none')]).toEqual([6, 3, 0]);
    expect(shared.clusters.get('control')).toEqual({
      seeds: 2,
      seedOf: Int32Array.of(0, 0, 0, 1, 1, 1),
      factOf: Int32Array.of(0, 1, 2, 0, 1, 2),
      factsByData: [3],
      dataOf: Int32Array.of(0, 0),
      worldOf: Int32Array.of(0, 0),
    });
    const own = cohortOf(world('a', 'x'), world('b', 'y'), world('c', 'x'));
    expect([factsOf(own, 'once'), factsOf(own, 'control')]).toEqual([12, 6]);
    expect(own.clusters.get('control')).toEqual({
      seeds: 3,
      seedOf: Int32Array.of(0, 0, 0, 2, 2, 2, 1, 1, 1),
      factOf: Int32Array.of(0, 1, 2, 0, 1, 2, 3, 4, 5),
      factsByData: [3, 3],
      dataOf: Int32Array.of(0, 1, 0),
      worldOf: Int32Array.of(0, 1, 0),
    });
  });

  it('knows a fact by what is asked of it in data of several seeds, whatever its condition there', () => {
    const first = world('a', 'x', 0, 'told');
    const second = world('b', 'y', 0, 'told');
    const third = world('c', 'z', 0, 'other');
    // One fact changes places with a control.
    for (const [fact, condition] of [
      [0, 'control'],
      [6, 'once'],
    ] as const) {
      second.facts[fact]!.condition = condition;
      second.facts[fact]!.encounters = first.facts[6 - fact]!.encounters;
    }
    const cohort = cohortOf(first, second, third);
    expect([factsOf(cohort, 'once'), factsOf(cohort, 'control')]).toEqual([7 + 6, 4 + 3]);
    const { factOf, ...layout } = cohort.clusters.get('control')!;
    expect([...factOf]).toEqual([0, 1, 2, 3, 1, 2, 4, 5, 6]);
    expect(layout).toMatchObject({
      factsByData: [4, 3],
      dataOf: Int32Array.of(0, 1, 2),
      worldOf: Int32Array.of(0, 0, 1),
    });
  });

  it('pools the values of its runs', () => {
    const pooled = findCell(cohortOf(world('a', 'x'), world('b', 'y', 4)), 'once', 'memorization')!;
    expect(pooled.probes).toBe(12);
    const at = (first: number): number[] =>
      Array.from({ length: 6 }, (_, fact) => gain(fact + first, 1) + drift(11) - drift(10));
    const expected = [...at(0), ...at(4)].reduce((sum, value) => sum + value, 0) / 12;
    expect(columnMeans(pooled.tables.effectivity)[0]).toBeCloseTo(expected, 12);
  });

  it('subtracts what controls gain in the same window', () => {
    const statistics = bootstrapStatistics(cohortOf(world('a', 'x')), bootstrap);
    const cell = findCell(statistics.cohort, 'once', 'semantic')!;
    const mean = 1.25;
    // The maximum is at the first update for injected facts, at the end of the window for controls.
    expect(statistics.means(cell, 'effectivityAt').point[0]).toBeCloseTo(mean + drift(1), 12);
    expect(statistics.controlled(cell, 'effectivityAt', 0).point).toBeCloseTo(mean + drift(1) - drift(5), 12);
    expect(statistics.controlled(cell, 'windowGainAt', 0).point).toBeCloseTo(
      (mean * [1, 2, 3, 4, 5].reduce((sum, u) => sum + 1 - 0.2 * Math.log10(u), 0)) / 5,
      12,
    );
  });

  it('tells retention as published from retention net of controls, which knows no drift', () => {
    const statistics = bootstrapStatistics(cohortOf(world('a', 'x')), bootstrap);
    const cell = findCell(statistics.cohort, 'once', 'memorization')!;
    const { points, logarithmic } = statistics.netRetention(cell)!;
    const published = statistics.retention(cell);
    for (const { t, column, mean, interval } of points) {
      const { from, to } = cell.gainBins[column]!;
      const times = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      const left = times.reduce((sum, at) => sum + 1 - 0.2 * Math.log10(at + 1), 0) / times.length;
      expect(mean).toBeCloseTo(left, 10);
      if (t >= 1) expect(interval!.low).toBeCloseTo(mean, 10);
    }
    expect(published.points.at(-1)!.mean).toBeGreaterThan(points.at(-1)!.mean + 0.5);
    expect(cell.gainBins.at(-1)!.to).toBe(177);
    expect(published.points.at(-1)!.t).toBe(185);
    expect(statistics.cohort.fitUntil).toBe(185);
    expect(logarithmic!.parameters[1]).toBeGreaterThan(0.1);
    expect(published.fits.map((fit) => fit.model.name).slice(0, 3)).toEqual([
      'logarithmic',
      'power',
      'exponential',
    ]);
    expect(published.fits.reduce((sum, fit) => sum + fit.akaikeWeight, 0)).toBeCloseTo(1, 12);
    expect(published.fits.map(({ model }) => model)).toContain(published.verdict!.best.model);
  });

  it('knows every estimate with each fact and seed left out', () => {
    const cohort = cohortOf(world('a', 'x'), world('b', 'y', 4));
    const statistics = bootstrapStatistics(cohort, { ...bootstrap, method: 'bca' });
    const cell = findCell(cohort, 'once', 'memorization')!;
    const estimate = statistics.controlled(cell, 'windowGainAt', 0);
    const shape = [1, 2, 3, 4, 5].reduce((sum, u) => sum + 1 - 0.2 * Math.log10(u), 0) / 5;
    const sizes = [0, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9].map((fact) => shape * (1 + 0.1 * fact));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(estimate.leftOut!.map(({ of, sample }) => [of, sample])).toEqual([
      ['facts', 'once'],
      ['facts', 'control'],
      ['seeds', ''],
    ]);
    const [facts, controls, seeds] = estimate.leftOut!.map(({ values }) => values);
    expect(estimate.draws.length).toBe(200);
    expect([...facts!]).toEqual(
      sizes.map((_, left) => expect.closeTo(mean(sizes.filter((_, i) => i !== left)), 12)),
    );
    expect([...controls!]).toEqual(new Array(6).fill(expect.closeTo(mean(sizes), 12)));
    expect([...seeds!]).toEqual([
      expect.closeTo(mean(sizes.slice(6)), 12),
      expect.closeTo(mean(sizes.slice(0, 6)), 12),
    ]);
    const { point, draws } = estimate;
    const own = bcaInterval({ point, draws, leftOut: [facts!, controls!, seeds!] }, 0.9)!;
    // Over two seeds it is no narrower than Student's t over the means of the two.
    const byT = intervalOf({ ...estimate, method: 't' }, 0.9)!;
    const reach = 6.313751514675041 * (Math.abs(seeds![0]! - seeds![1]!) / 2);
    expect(byT).toEqual({ low: expect.closeTo(point - reach, 9), high: expect.closeTo(point + reach, 9) });
    expect(intervalOf(estimate, 0.9)).toEqual({
      low: Math.min(own.low, byT.low),
      high: Math.max(own.high, byT.high),
    });
    const plain = bootstrapStatistics(cohort, bootstrap).controlled(cell, 'windowGainAt', 0);
    expect(plain.method).toBe('t');
    expect([...plain.draws]).toEqual([...draws]);
    const fit = statistics.retention(cell).logarithmic!;
    expect(fit.estimates[1]!.leftOut!.map(({ values }) => values.length)).toEqual([12, 6, 2]);
    expect(fit.low[1]).toBe(intervalOf(fit.estimates[1]!, 0.9)!.low);
  });

  it('has no net retention without controls', () => {
    const alone = world('a', 'x');
    alone.facts = alone.facts.filter(({ condition }) => condition === 'once');
    alone.probes = alone.probes.filter(({ fact }) => fact < 6);
    const statistics = bootstrapStatistics(cohortOf(alone), bootstrap);
    const cell = findCell(statistics.cohort, 'once', 'memorization')!;
    expect(statistics.hasControl('memorization')).toBe(false);
    expect(statistics.netRetention(cell)).toBeUndefined();
    expect(statistics.controlled(cell, 'effectivityAt', 0).point).toBe(
      statistics.means(cell, 'effectivityAt').point[0],
    );
  });
});

describe('runs that meet facts at different steps', () => {
  /** Controls rise and fall by half a nat in 100 updates, which a line from end to end does not know. */
  const wave = (u: number): number => 0.5 * Math.sin((2 * Math.PI * u) / 100);

  /** Facts met at 60 + shift and measured around that and at the ends alone. */
  function shifted(run: string, shift: number): Measurements {
    const base = world(run, run);
    const met = 60 + shift;
    const facts = base.facts.map((fact) =>
      fact.condition === 'once' ? { ...fact, encounters: Int32Array.of(met) } : fact,
    );
    const around = Array.from({ length: 15 }, (_, i) => met - 2 + i);
    const updates = Int32Array.of(0, ...around, 150, 200);
    const values = base.probes.flatMap(({ fact }) =>
      Array.from(
        updates,
        (u) => -7 + wave(u) + (facts[fact]!.condition === 'once' ? gain(fact, u - met) : 0),
      ),
    );
    return { ...base, facts, series: { updates, values: Float64Array.from(values) } };
  }

  it('have their controls at the measurements of each', () => {
    const cohort = cohortOf(shifted('a', 0), shifted('b', 20));
    const statistics = bootstrapStatistics(cohort, bootstrap);
    const once = findCell(cohort, 'once', 'memorization')!;
    const at = (t: number) => once.gainBins.findIndex(({ from, to }) => from <= t && t <= to);
    // The last measurement but one, 90 and 70 updates after the encounter: a line would say 0.3 and 0.5 more.
    for (const t of [90, 70]) {
      const mean = [0, 1, 2, 3, 4, 5].reduce((sum, fact) => sum + gain(fact, t) / 6, 0);
      expect(Math.abs(gainsAt(statistics, once, at(t)).after.point - mean)).toBeLessThan(0.06);
    }
  });
});
