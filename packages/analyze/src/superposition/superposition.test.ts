import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordinaryLeastSquares } from '../fits/ordinary-least-squares.js';
import { standardError } from '../statistics/estimate.js';
import { percentileInterval } from '../statistics/percentile-interval.js';
import { resampleClusters } from '../statistics/resample-clusters.js';
import { bootstrapSuperposition } from './bootstrap-superposition.js';
import { fitSuperposition } from './fit-superposition.js';
import { normalEquations } from './normal-equations.js';
import { projectTraces } from './project-traces.js';
import { superpose } from './superpose.js';
import { type TraceDecay, traceDecays } from './trace-decay.js';
import type { TracedProbe } from './trace-problem.js';

const { logarithmic, power, shifted_power: shiftedPower, exponential } = traceDecays;

interface World {
  updates: Int32Array;
  decay: TraceDecay;
  parameters: number[];
  schedules: readonly (readonly number[])[];
  noise: number;
  /** Correlation of the noise from one measurement to the next. */
  correlation?: number;
  perFact?: number;
  /** Gain group of all probes. */
  gainGroup?: string;
  seed: number;
}

/** One fact per schedule, with probes that differ in baseline and gain. */
function world({
  updates,
  decay,
  parameters,
  schedules,
  noise,
  correlation = 0,
  perFact = 1,
  gainGroup,
  seed,
}: World) {
  const random = createRandom(seed, 'superposition test');
  const probes: TracedProbe[] = [];
  const rows: number[] = [];
  const truth: { baseline: number; gain: number }[] = [];
  schedules.forEach((encounters, fact) => {
    for (let i = 0; i < perFact; i++) {
      const linear = { baseline: -8 + 2 * random.normal(), gain: 0.4 + 0.3 * random.uniform() };
      let error = random.normal();
      for (const value of superpose(updates, encounters, decay, parameters, linear)) {
        rows.push(value + noise * error);
        error = correlation * error + Math.sqrt(1 - correlation ** 2) * random.normal();
      }
      probes.push({ fact: `f${fact}`, encounters, ...(gainGroup === undefined ? {} : { gainGroup }) });
      truth.push(linear);
    }
  });
  return { series: { updates, values: Float64Array.from(rows) }, probes, truth };
}

const everyUpdate = Int32Array.from({ length: 2500 }, (_, u) => u);
const spacings: Record<string, (fact: number) => number[]> = {
  fixed: () => Array.from({ length: 10 }, (_, i) => 20 + 100 * i),
  expanding: () => Array.from({ length: 10 }, (_, i) => 20 + 2 ** i),
  random(fact) {
    const random = createRandom(fact, 'spacing');
    return Array.from({ length: 10 }, () => 20 + random.int(900)).sort((a, b) => a - b);
  },
};

/** The published procedure: a line through R against log10 t after the last encounter. */
function naiveSlope(updates: Int32Array, row: Float64Array, encounters: readonly number[], until: number) {
  const last = updates.indexOf(encounters.at(-1)! + 1);
  const before = row[updates.indexOf(encounters[0]!)]!;
  const t = Array.from({ length: until }, (_, i) => i + 1);
  return -ordinaryLeastSquares(
    t.map(Math.log10),
    t.map((step) => (row[last + step]! - before) / (row[last]! - before)),
  ).slope;
}

describe('the fit of superposed traces', () => {
  // Research notes, section 9H: slopes of the line after ten injections 100 steps apart.
  it.each([
    [0.15, 0.107],
    [0.2, 0.174],
    [0.25, 0.28],
    [0.3, 0.471],
  ])('finds a decay constant of %d where the line through R gives %d', (a, published) => {
    const encounters = spacings.fixed!(0);
    const schedules = [encounters];
    const parameters = [a];
    const clean = world({
      updates: everyUpdate,
      decay: logarithmic,
      parameters,
      schedules,
      noise: 0,
      seed: 1,
    });
    const row = clean.series.values.subarray(0, everyUpdate.length);
    expect(naiveSlope(everyUpdate, row, encounters, 1550)).toBeCloseTo(published, 2);
    expect(fitSuperposition(clean.series, clean.probes, logarithmic).parameters[0]).toBeCloseTo(a, 7);
  });

  const bins = Int32Array.from(
    new Set([
      0,
      10,
      20,
      ...Array.from({ length: 500 }, (_, i) => 21 + 2 * i),
      ...lateUpdates(1020, 2500, 120),
    ]),
  ).sort();
  const cases: [TraceDecay, number[]][] = [
    [logarithmic, [0.15]],
    [logarithmic, [0.25]],
    [power, [0.3]],
    [exponential, [0.004]],
    [shiftedPower, [0.8, 1.5]],
  ];
  for (const [decay, parameters] of cases) {
    it.each(Object.keys(spacings))(
      `recovers ${decay.name} ${parameters} with %s spacing and noise`,
      (name) => {
        const schedules = Array.from({ length: 24 }, (_, fact) => spacings[name]!(fact));
        const { series, probes, truth } = world({
          updates: bins,
          decay,
          parameters,
          schedules,
          noise: 0.1,
          perFact: 2,
          seed: 3,
        });
        const fit = fitSuperposition(series, probes, decay);
        expect(fit.settled).toBe(true);
        // A shift and an exponent make up for one another: the curve is what counts.
        for (const lag of [3, 10, 30, 100, 300]) {
          const expected = decay.value(parameters, lag);
          expect(Math.abs(decay.value(fit.parameters, lag) - expected)).toBeLessThan(0.03);
        }
        if (decay !== shiftedPower) {
          expect(Math.abs(fit.parameters[0]! / parameters[0]! - 1)).toBeLessThan(0.03);
        }
        const meanGain = truth.reduce((sum, { gain }) => sum + gain, 0) / truth.length;
        expect(Math.abs(fit.meanGain / meanGain - 1)).toBeLessThan(0.04);
        for (const [probe, { baseline }] of truth.entries()) {
          expect(Math.abs(fit.baselines[probe]! - baseline)).toBeLessThan(0.2);
        }
      },
    );
  }

  it.each(Object.keys(spacings))('is right where the line through R is far off: %s spacing', (name) => {
    const a = 0.3;
    const schedules = Array.from({ length: 6 }, (_, fact) => spacings[name]!(fact));
    const { series, probes } = world({
      updates: everyUpdate,
      decay: logarithmic,
      parameters: [a],
      schedules,
      noise: 0.05,
      seed: 5,
    });
    const slopes = schedules.map((encounters, probe) =>
      naiveSlope(everyUpdate, series.values.subarray(probe * 2500, (probe + 1) * 2500), encounters, 1400),
    );
    const naive = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    expect(Math.abs(naive / a - 1)).toBeGreaterThan(0.2);
    expect(Math.abs(fitSuperposition(series, probes, logarithmic).parameters[0]! / a - 1)).toBeLessThan(0.02);
  });

  it('tells families apart by AICc', () => {
    const schedules = Array.from({ length: 6 }, (_, fact) => spacings.random!(fact % 2));
    for (const [decay, parameters] of cases) {
      const { series, probes } = world({ updates: bins, decay, parameters, schedules, noise: 0.05, seed: 9 });
      const best = Object.values(traceDecays)
        .map((candidate) => fitSuperposition(series, probes, candidate))
        .reduce((x, y) => (y.aicc < x.aicc ? y : x));
      expect(best.decay.name).toBe(decay.name);
      expect(best.r2).toBeGreaterThan(0.9);
    }
  });

  it('moves with the unit and origin of the values, and not at all with what is missing (property)', () => {
    const schedules = [
      [5, 30],
      [10, 11, 60],
      [3, 40, 41],
    ];
    const updates = Int32Array.from({ length: 100 }, (_, u) => u);
    const base = world({ updates, decay: power, parameters: [0.5], schedules, noise: 0.02, seed: 2 });
    const reference = fitSuperposition(base.series, base.probes, power);
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
    const shift = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(scale, shift, fc.nat(99), (factor, offset, spare) => {
        // A measurement after `spare` updates twice over: once missing, once there.
        const order = Array.from(updates).flatMap((u) => (u === spare ? [u, u] : [u]));
        const values = schedules.flatMap((_, probe) =>
          order.map((u, i) =>
            order[i + 1] === u ? Number.NaN : offset + factor * base.series.values[probe * 100 + u]!,
          ),
        );
        const moved = fitSuperposition(
          { updates: Int32Array.from(order), values: Float64Array.from(values) },
          base.probes,
          power,
        );
        expect(moved.parameters[0]).toBeCloseTo(reference.parameters[0]!, 6);
        expect(moved.meanGain / factor).toBeCloseTo(reference.meanGain, 6);
        expect(moved.baselines[1]).toBeCloseTo(offset + factor * reference.baselines[1]!, 4);
        expect(moved.fitted.points).toBe(300);
      }),
      { numRuns: 20 },
    );
  });

  it('counts a weight of two as two equal measurements, and one of zero as none', () => {
    const updates = Int32Array.from({ length: 60 }, (_, u) => u);
    const schedules = [[5, 20], [8]];
    const { series, probes } = world({
      updates,
      decay: exponential,
      parameters: [0.1],
      schedules,
      noise: 0.05,
      seed: 4,
    });
    const weights = Float64Array.from(series.values, (_, i) => i % 3);
    const doubled = Array.from(updates).flatMap((u) => [u, u]);
    const values = schedules.flatMap((_, probe) =>
      doubled.map((u, i) => (i % 2 < weights[probe * 60 + u]! ? series.values[probe * 60 + u]! : Number.NaN)),
    );
    const weighted = fitSuperposition(series, probes, exponential, { weights });
    const repeated = fitSuperposition(
      { updates: Int32Array.from(doubled), values: Float64Array.from(values) },
      probes,
      exponential,
    );
    expect(weighted.parameters[0]).toBeCloseTo(repeated.parameters[0]!, 6);
    expect(weighted.baselines[1]).toBeCloseTo(repeated.baselines[1]!, 6);
  });

  it('leaves out what comes too soon after an encounter, and probes that tell nothing', () => {
    const updates = Int32Array.from({ length: 400 }, (_, u) => u);
    const schedules = [
      [10, 110, 160],
      [60, 200],
    ];
    const { series, probes } = world({
      updates,
      decay: power,
      parameters: [0.4],
      schedules,
      noise: 0,
      seed: 6,
    });
    // The effect builds up over ten steps, as momentum makes it.
    schedules.forEach((encounters, probe) => {
      for (const s of encounters) for (let u = s + 1; u < s + 10; u++) series.values[probe * 400 + u]! -= 0.3;
    });
    const control = Float64Array.from({ length: 400 }, (_, u) => Math.sin(u));
    const all = { updates, values: Float64Array.from([...series.values, ...control]) };
    const named = [...probes, { fact: 'control', encounters: [] }];
    expect(Math.abs(fitSuperposition(all, named, power).parameters[0]! - 0.4)).toBeGreaterThan(0.02);
    const fit = fitSuperposition(all, named, power, { firstLag: 10 });
    expect(fit.parameters[0]).toBeCloseTo(0.4, 7);
    expect(fit.fitted).toEqual({ probes: 2, facts: 2, points: 800 - 5 * 9 });
    expect(fit.gains[2]).toBeNaN();
  });

  it('refuses what it cannot fit', () => {
    const updates = Int32Array.of(0, 1, 2, 3);
    const values = Float64Array.of(1, 2, 3, 4);
    expect(() => fitSuperposition({ updates, values }, [], power)).toThrow(/as many measurements/);
    const control = [{ fact: 'a', encounters: [] }];
    expect(() => fitSuperposition({ updates, values }, control, power)).toThrow(/too few measurements/);
    const probes = [{ fact: 'a', encounters: [0] }];
    expect(() =>
      fitSuperposition({ updates, values }, probes, power, { weights: Float64Array.of(1) }),
    ).toThrow(/as many weights/);
  });
});

describe('derivatives', () => {
  const cases: [TraceDecay, number[]][] = [
    [logarithmic, [0.2]],
    [power, [0.4]],
    [exponential, [0.05]],
    [shiftedPower, [0.7, 0.9]],
  ];

  it.each(cases)('of $name agree with differences', (decay, parameters) => {
    for (const lag of [1, 2, 10, 500, 9e4]) {
      decay.slopes(parameters, lag).forEach((slope, k) => {
        const moved = (h: number) => parameters.map((value, i) => (i === k ? value + h : value));
        const difference = (decay.value(moved(1e-6), lag) - decay.value(moved(-1e-6), lag)) / 2e-6;
        expect(slope).toBeCloseTo(difference, 6);
      });
    }
    expect(decay.value(parameters, 1)).toBe(1);
    for (const share of [0.9, 0.5, 0.1])
      expect(decay.value(parameters, decay.lagOf(parameters, share))).toBeCloseTo(share, 10);
  });

  it.each(cases)('of the error under $name agree with differences', (decay, parameters) => {
    const updates = Int32Array.from({ length: 200 }, (_, u) => u);
    const schedules = [[5, 50, 120], [60]];
    const data = world({ updates, decay, parameters, schedules, noise: 0.1, seed: 8 });
    const { problem } = fitSuperposition(data.series, data.probes, decay);
    const off = parameters.map((value) => 1.2 * value);
    const at = projectTraces(problem, decay, off, true);
    const { score } = normalEquations(at.moments, at.gains, off.length);
    off.forEach((_, k) => {
      const error = (h: number) =>
        projectTraces(
          problem,
          decay,
          off.map((value, i) => (i === k ? value + h : value)),
          false,
        ).error;
      expect(score[k]! / (-(error(1e-5) - error(-1e-5)) / 4e-5)).toBeCloseTo(1, 5);
    });
  });
});

describe('textbook errors and criteria', () => {
  it('are those of the full problem, baselines and gains among its parameters', () => {
    const updates = Int32Array.from({ length: 12 }, (_, u) => 2 * u);
    const schedules = [[2, 9], [5]];
    const data = world({ updates, decay: power, parameters: [0.6], schedules, noise: 0.05, seed: 12 });
    const fit = fitSuperposition(data.series, data.probes, power);
    // Parameters: exponent, then baseline and gain of either probe; derivatives as differences.
    const full = [...fit.parameters, fit.baselines[0]!, fit.gains[0]!, fit.baselines[1]!, fit.gains[1]!];
    const model = (at: number[]) =>
      schedules.flatMap((encounters, probe) => [
        ...superpose(updates, encounters, power, [at[0]!], {
          baseline: at[1 + 2 * probe]!,
          gain: at[2 + 2 * probe]!,
        }),
      ]);
    const jacobian = full.map((_, k) => {
      const moved = (h: number) => model(full.map((value, i) => (i === k ? value + h : value)));
      const above = moved(1e-5);
      return moved(-1e-5).map((value, i) => (above[i]! - value) / 2e-5);
    });
    const normal = jacobian.map((a) =>
      jacobian.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)),
    );
    const squares = model(full).reduce((sum, value, i) => sum + (data.series.values[i]! - value) ** 2, 0);
    const variance = squares / (24 - 5);
    expect(fit.standardErrors[0]! / Math.sqrt(variance * firstOfInverse(normal))).toBeCloseTo(1, 6);
    const logLikelihood = 24 * Math.log(squares / 24);
    expect(fit.aicc).toBeCloseTo(logLikelihood + 12 + (2 * 6 * 7) / (24 - 7), 6);
    expect(fit.bic).toBeCloseTo(logLikelihood + 6 * Math.log(24), 6);
    const shared = fitSuperposition(
      data.series,
      data.probes.map((probe) => ({ ...probe, gainGroup: 'all' })),
      power,
    );
    expect(shared.gains[0]).toBe(shared.gains[1]);
    expect(shared.projection.error).toBeGreaterThan(fit.projection.error);
    expect(shared.bic).toBeCloseTo(24 * Math.log(shared.projection.error / 24) + 5 * Math.log(24), 6);
  });

  it('are those of the full problem, with two parameters of a decay too', () => {
    const decay = traceDecays.shifted_power;
    const updates = Int32Array.from({ length: 200 }, (_, u) => 2 * u);
    const encounters = [2, 90];
    const data = world({
      updates,
      decay,
      parameters: [0.8, 1],
      schedules: [encounters],
      noise: 0.01,
      seed: 4,
    });
    const fit = fitSuperposition(data.series, data.probes, decay);
    const full = [...fit.parameters, fit.baselines[0]!, fit.gains[0]!];
    const model = ([a, b, baseline, gain]: number[]) => [
      ...superpose(updates, encounters, decay, [a!, b!], { baseline: baseline!, gain: gain! }),
    ];
    const jacobian = full.map((_, k) => {
      const moved = (h: number) => model(full.map((value, i) => (i === k ? value + h : value)));
      const above = moved(1e-5);
      return moved(-1e-5).map((value, i) => (above[i]! - value) / 2e-5);
    });
    const squares = model(full).reduce((sum, value, i) => sum + (data.series.values[i]! - value) ** 2, 0);
    const variance = squares / (200 - 4);
    for (const k of [0, 1]) {
      // The parameter in question first.
      const columns = [jacobian[k]!, ...jacobian.filter((_, i) => i !== k)];
      const normal = columns.map((a) =>
        columns.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)),
      );
      expect(fit.standardErrors[k]! / Math.sqrt(variance * firstOfInverse(normal))).toBeCloseTo(1, 4);
    }
  });
});

describe('intervals over facts', () => {
  const updates = Int32Array.from(new Set([0, 5, 10, ...lateUpdates(11, 600, 60)])).sort();
  const noisy = (seed: number, facts: number) =>
    world({
      updates,
      decay: logarithmic,
      parameters: [0.2],
      schedules: Array.from({ length: facts }, () => [10, 60, 110]),
      noise: 0.15,
      correlation: 0.9,
      seed,
      gainGroup: 'all',
    });

  it('are those of full fits to the resamples', () => {
    const { series, probes } = noisy(1, 40);
    const fit = fitSuperposition(series, probes, logarithmic);
    const boot = bootstrapSuperposition(fit, { seed: 7, resamples: 60 });
    const drawn = resampleClusters(7, 'superposition', 60, 40);
    const width = updates.length;
    const errors = Array.from({ length: 60 }, (_, b) => {
      const weights = series.values.map((_, i) => drawn[b * 40 + Math.floor(i / width)]!);
      const full = fitSuperposition(series, probes, logarithmic, { weights });
      expect(Math.abs(boot.meanGain.draws[b]! - full.meanGain)).toBeLessThan(0.01);
      return Math.abs(boot.parameters[0]!.draws[b]! - full.parameters[0]!);
    });
    const error = standardError(boot.parameters[0]!.draws);
    expect(Math.max(...errors)).toBeLessThan(0.5 * error);
    expect(errors.reduce((a, b) => a + b) / 60).toBeLessThan(0.1 * error);
  });

  it('hold the truth about as often as they say, which textbook errors do not', () => {
    const trials = 200;
    let covered = 0;
    let textbook = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { series, probes } = noisy(trial, 40);
      const fit = fitSuperposition(series, probes, logarithmic);
      const { parameters } = bootstrapSuperposition(fit, { seed: trial, resamples: 400 });
      const { low, high } = percentileInterval(parameters[0]!.draws, 0.95)!;
      if (low < 0.2 && high > 0.2) covered++;
      if (Math.abs(fit.parameters[0]! - 0.2) < 1.96 * fit.standardErrors[0]!) textbook++;
    }
    expect(covered / trials).toBeGreaterThanOrEqual(0.9);
    expect(covered / trials).toBeLessThanOrEqual(0.98);
    expect(textbook / trials).toBeLessThan(0.8);
  });

  it('need no facts for textbook errors, which are right where noise is independent', () => {
    const estimates = Array.from({ length: 60 }, (_, seed) => {
      const data = world({
        updates,
        decay: exponential,
        parameters: [0.02],
        schedules: [[10, 60], [10, 60], [30]],
        noise: 0.1,
        seed,
      });
      const fit = fitSuperposition(data.series, data.probes, exponential);
      return { point: fit.parameters[0]!, error: fit.standardErrors[0]! };
    });
    const spread = standardError(Float64Array.from(estimates, ({ point }) => point));
    const mean = estimates.reduce((sum, { error }) => sum + error, 0) / 60;
    expect(mean / spread).toBeGreaterThan(0.75);
    expect(mean / spread).toBeLessThan(1.3);
  });
});

/** About `count` numbers from `from` to `to`, evenly in log time since `from`. */
function lateUpdates(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from - 1 + Math.round((to - from + 1) ** (i / (count - 1))));
}

/** Top left element of the inverse, by eliminating all other rows. */
function firstOfInverse(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row]);
  for (let k = rows.length - 1; k > 0; k--) {
    for (let i = 0; i < k; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  }
  return 1 / rows[0]![0]!;
}
