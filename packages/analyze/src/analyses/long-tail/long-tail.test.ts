import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hurwitzZeta } from '../../numerics/hurwitz-zeta.js';
import { logGamma } from '../../numerics/log-gamma.js';
import { superpose } from '../../superposition/superpose.js';
import { traceDecays } from '../../superposition/trace-decay.js';
import type { EncounterSimulation } from './encounter-simulation.js';
import { intervalForLevel, learnabilityThreshold } from './learnability-threshold.js';
import { simulateEncounters } from './simulate-encounters.js';
import { type EncounterTrace, steadyState, sumOfTraces } from './steady-state.js';

const { logarithmic, power, shifted_power: shiftedPower, exponential } = traceDecays;

const traces: EncounterTrace[] = [
  { decay: logarithmic, parameters: [0.3], gain: 0.5 },
  { decay: power, parameters: [1.5], gain: 0.5 },
  { decay: shiftedPower, parameters: [2.2, 1.3], gain: 0.5 },
  { decay: exponential, parameters: [0.02], gain: 0.5 },
];
const named = traces.map((trace) => [trace.decay.name, trace] as const);
const anyTrace = fc.oneof(
  fc
    .double({ min: 0.15, max: 1, noNaN: true })
    .map((a) => ({ decay: logarithmic, parameters: [a], gain: 1 })),
  fc.double({ min: 1.1, max: 4, noNaN: true }).map((c) => ({ decay: power, parameters: [c], gain: 1 })),
  fc
    .tuple(fc.double({ min: 1.1, max: 4, noNaN: true }), fc.double({ min: -1, max: 3, noNaN: true }))
    .map((parameters) => ({ decay: shiftedPower, parameters, gain: 1 })),
  fc
    .double({ min: 0.001, max: 1, noNaN: true })
    .map((r) => ({ decay: exponential, parameters: [r], gain: 1 })),
);

describe('special functions', () => {
  it('have their known values', () => {
    expect(hurwitzZeta(2, 1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
    expect(hurwitzZeta(4, 1)).toBeCloseTo(Math.PI ** 4 / 90, 13);
    expect(hurwitzZeta(2, 0.5)).toBeCloseTo(Math.PI ** 2 / 2, 12);
    expect(hurwitzZeta(1.01, 1)).toBeCloseTo(100.57794333849687, 9);
    expect(hurwitzZeta(1, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
  });

  it('obey their recurrences (property)', () => {
    const x = fc.double({ min: 0.05, max: 50, noNaN: true });
    fc.assert(
      fc.property(x, fc.double({ min: 1.05, max: 6, noNaN: true }), (a, s) => {
        expect(hurwitzZeta(s, a) / (hurwitzZeta(s, a + 1) + a ** -s)).toBeCloseTo(1, 11);
        expect(logGamma(a + 1)).toBeCloseTo(logGamma(a) + Math.log(a), 10);
      }),
    );
  });
});

describe('the steady state', () => {
  it('is a geometric sum for exponential decay', () => {
    const q = Math.exp(-0.02 * 100);
    const { peak, trough, mean } = steadyState(traces[3]!, 100);
    expect(peak).toBeCloseTo(0.5 / (1 - q), 12);
    expect(trough).toBeCloseTo((0.5 * Math.exp(0.02) * q) / (1 - q), 12);
    expect(mean).toBeCloseTo(0.5 / 100 / (1 - Math.exp(-0.02)), 12);
  });

  it.each(named)('is what encounters written out come to: %s', (_, trace) => {
    for (const interval of [1, 7, 40, 3000]) {
      const count = 20000;
      const encounters = Array.from({ length: count }, (_, i) => i * interval);
      const end = count * interval;
      const [before] = superpose([end], encounters, trace.decay, trace.parameters, { gain: trace.gain });
      // What comes after the last term of a sum is at most the sum over a finer grid.
      const rest = trace.gain * sumOfTraces(trace, end + 1, interval);
      expect(rest).toBeLessThan(0.02);
      const { trough, peak } = steadyState(trace, interval);
      expect(Math.abs(trough - before!)).toBeLessThan(rest + 1e-9);
      const [after] = superpose([end + 1], [...encounters, end], trace.decay, trace.parameters, {
        gain: trace.gain,
      });
      expect(Math.abs(peak - after!)).toBeLessThan(rest + 1e-9);
    }
  });

  it.each(named)('has a mean that its levels over one interval average to: %s', (_, trace) => {
    const levels = Array.from({ length: 23 }, (_, i) => sumOfTraces(trace, i + 1, 23));
    const mean = (trace.gain * levels.reduce((a, b) => a + b)) / 23;
    expect(steadyState(trace, 23).mean / mean).toBeCloseTo(1, 10);
  });

  it('falls as encounters move apart, between peak and trough (property)', () => {
    fc.assert(
      fc.property(
        anyTrace,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 500 }),
        (trace, t, more) => {
          const near = steadyState(trace, t);
          const far = steadyState(trace, t + more);
          for (const key of ['peak', 'trough', 'mean'] as const) {
            expect(far[key]).toBeLessThanOrEqual(near[key] * (1 + 1e-9) + 1e-12);
          }
          expect(near.trough).toBeLessThanOrEqual(near.mean * (1 + 1e-9));
          expect(near.mean).toBeLessThanOrEqual(near.peak * (1 + 1e-9));
        },
      ),
    );
  });

  it('has none where traces never fade enough', () => {
    expect(steadyState({ decay: power, parameters: [0.9], gain: 1 }, 100).trough).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(steadyState({ decay: exponential, parameters: [0], gain: 1 }, 100).mean).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('the learnability threshold', () => {
  it('is the x-intercept of the logarithmic law, and infinite under laws that have none', () => {
    expect(learnabilityThreshold({ decay: logarithmic, parameters: [0.25] })).toBeCloseTo(1e4, 6);
    for (const trace of traces.slice(1)) expect(learnabilityThreshold(trace)).toBe(Number.POSITIVE_INFINITY);
    expect(learnabilityThreshold({ decay: power, parameters: [0.5] }, 0.1)).toBeCloseTo(100, 9);
    expect(learnabilityThreshold({ decay: exponential, parameters: [0.01] }, 0.5)).toBeCloseTo(
      1 + Math.LN2 / 0.01,
      9,
    );
    expect(learnabilityThreshold({ decay: shiftedPower, parameters: [2, 1] }, 0.25)).toBeCloseTo(11, 9);
    expect(() => learnabilityThreshold(traces[0]!, 1)).toThrow(/out of range/);
  });

  it('is where the steady state before an encounter ends, for the logarithmic law', () => {
    const trace = traces[0]!;
    const threshold = learnabilityThreshold(trace);
    expect(steadyState(trace, threshold * 1.001).trough).toBe(0);
    expect(steadyState(trace, threshold * 0.999).trough).toBeGreaterThan(0);
    expect(intervalForLevel(trace, 1e-9) / threshold).toBeCloseTo(1, 6);
  });

  it('for a level: the interval whose steady state it is (property)', () => {
    fc.assert(
      fc.property(anyTrace, fc.double({ min: 0.01, max: 5, noNaN: true }), (trace, level) => {
        const interval = intervalForLevel(trace, level);
        if (interval === 0) expect(steadyState(trace, 1).trough).toBeLessThan(level);
        else expect(steadyState(trace, interval).trough / level).toBeCloseTo(1, 6);
        expect(intervalForLevel(trace, 1.1 * level)).toBeLessThanOrEqual(interval);
      }),
    );
  });

  it('for a level: infinite where every interval gets there', () => {
    expect(intervalForLevel({ decay: power, parameters: [0.8], gain: 1 }, 50)).toBe(Number.POSITIVE_INFINITY);
    expect(() => intervalForLevel(traces[0]!, 0)).toThrow(/out of range/);
  });
});

describe('simulated encounters', () => {
  const base: EncounterSimulation = {
    facts: 20,
    steps: 4000,
    process: { type: 'fixed', interval: 100 },
    knownAt: 0.3,
    seed: 1,
  };

  it.each(named)('settle at the steady state: %s', (_, trace) => {
    const { residue, encounters } = simulateEncounters(trace, { ...base, steps: 100_000 });
    for (const value of residue) expect(value / steadyState(trace, 100).trough).toBeCloseTo(1, 1);
    for (const value of encounters) expect(value).toBe(1000);
  });

  it('at a fixed interval accumulate below the threshold and not above', () => {
    const trace = { decay: logarithmic, parameters: [0.5], gain: 0.5 };
    expect(learnabilityThreshold(trace)).toBeCloseTo(100, 9);
    const at = (interval: number) =>
      simulateEncounters(trace, { ...base, process: { type: 'fixed', interval } }).accumulatingShare;
    expect([50, 99, 101, 200].map(at)).toEqual([1, 1, 0, 0]);
  });

  it.each(named)(
    'at random have the mean of a Poisson process, also as an encounter finds it: %s',
    (_, trace) => {
      const { level, expectedLevel, residue, encounters } = simulateEncounters(trace, {
        ...base,
        facts: 800,
        steps: 20_000,
        process: { type: 'poisson', interval: 100 },
      });
      expect(expectedLevel[0]! / steadyState(trace, 100).mean).toBeCloseTo(1, 1);
      const error = standardError(level);
      expect(Math.abs(mean(level) - expectedLevel[0]!)).toBeLessThan(4 * error);
      // Poisson arrivals see time averages: here those of the second half, about the level at three quarters.
      const found = simulateEncounters(trace, { ...base, steps: 15_000 }).expectedLevel[0]!;
      expect(Math.abs(mean(residue) / found - 1)).toBeLessThan(0.05);
      expect(Math.abs(mean(encounters) - 200)).toBeLessThan(4 * standardError(encounters));
      expect(standardError(encounters) ** 2 * 800).toBeGreaterThan(170);
      expect(standardError(encounters) ** 2 * 800).toBeLessThan(230);
    },
  );

  it('by popularity: rates of all facts add up, and levels are in proportion to them', () => {
    const zipf: EncounterSimulation = {
      ...base,
      facts: 50,
      process: { type: 'zipf', exponent: 1, perStep: 0.2 },
      repeats: 60,
    };
    const trace = traces[3]!;
    const outcome = simulateEncounters(trace, zipf);
    const total = outcome.encounters.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(total - 800)).toBeLessThan(4 * Math.sqrt(800 / 60));
    expect(outcome.interval[9]! / outcome.interval[0]!).toBeCloseTo(10, 9);
    outcome.expectedLevel.forEach((value, rank) => {
      expect(value * (rank + 1)).toBeCloseTo(outcome.expectedLevel[0]!, 9);
      if (rank > 0) return;
      expect(outcome.level[rank]! / value).toBeGreaterThan(0.9);
      expect(outcome.level[rank]! / value).toBeLessThan(1.1);
    });
    // Popular facts are known and rare ones are not.
    expect(outcome.known[0]).toBeGreaterThan(0.9);
    expect(mean(outcome.known.slice(40))).toBeLessThan(0.2);
    expect(outcome.knownShare).toBeCloseTo(mean(outcome.known), 12);
  });

  it('are the same for the same seed', () => {
    const poisson: EncounterSimulation = { ...base, process: { type: 'poisson', interval: 50 } };
    expect(simulateEncounters(traces[1]!, poisson)).toEqual(simulateEncounters(traces[1]!, poisson));
    expect(simulateEncounters(traces[1]!, { ...poisson, seed: 2 }).level).not.toEqual(
      simulateEncounters(traces[1]!, poisson).level,
    );
  });

  it('with duplicates: collapsed they were never there; refilled there are as many encounters as before', () => {
    const process = { type: 'poisson', interval: 200 } as const;
    const plain: EncounterSimulation = { ...base, facts: 400, process };
    const copied = { ...plain, duplicates: { copies: 5, spacing: 2 } };
    const run = (simulation: EncounterSimulation) => simulateEncounters(traces[0]!, simulation);
    expect(run({ ...copied, deduplication: 'collapse' })).toEqual(run(plain));
    expect(run({ ...copied, deduplication: 'refill' })).toEqual(
      run({ ...plain, process: { type: 'poisson', interval: 40 } }),
    );
    const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
    const withCopies = sum(run(copied).encounters);
    // Copies after the last step are missing: at most those of the last 8 steps.
    expect(withCopies).toBeLessThanOrEqual(5 * sum(run(plain).encounters));
    expect(withCopies).toBeGreaterThan(0.99 * 5 * sum(run(plain).encounters));
    expect(
      Math.abs(sum(run({ ...copied, deduplication: 'refill' }).encounters) / withCopies - 1),
    ).toBeLessThan(0.03);
    // Copies that teach nothing change no level.
    const idle = run({ ...copied, duplicates: { copies: 5, spacing: 2, copyGain: 0 } });
    expect(idle.level).toEqual(run(plain).level);
    expect(idle.expectedLevel).toEqual(run(plain).expectedLevel);
    // Bursts teach each fact seldom; the same number of encounters one by one reaches more facts.
    const seldom = { ...copied, process: { type: 'poisson', interval: 2000 } as const, knownAt: 0.4 };
    expect(run({ ...seldom, deduplication: 'refill' }).accumulatingShare).toBeGreaterThan(
      run(seldom).accumulatingShare,
    );
  });

  it('with duplicates far apart: levels have the expected mean, in which late copies are missing', () => {
    const { level, expectedLevel } = simulateEncounters(traces[3]!, {
      ...base,
      facts: 2000,
      steps: 200,
      process: { type: 'poisson', interval: 60 },
      duplicates: { copies: 3, spacing: 70, copyGain: 0.6 },
    });
    expect(Math.abs(mean(level) - expectedLevel[0]!)).toBeLessThan(4 * standardError(level));
    expect(standardError(level)).toBeLessThan(0.02 * expectedLevel[0]!);
  });

  it('expect more the more often, the longer and the stronger encounters are (property)', () => {
    const more = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(anyTrace, more, more, more, (trace, interval, further, copies) => {
        const expected = (t: EncounterTrace, change: Partial<EncounterSimulation>): number =>
          simulateEncounters(t, {
            ...base,
            facts: 1,
            steps: 300,
            process: { type: 'fixed', interval: 100 + interval },
            ...change,
          }).expectedLevel[0]!;
        const reference = expected(trace, {});
        expect(
          expected(trace, { process: { type: 'fixed', interval: 100 + interval + further } }),
        ).toBeLessThan(reference);
        expect(expected(trace, { steps: 300 + further })).toBeGreaterThanOrEqual(reference);
        expect(expected({ ...trace, gain: 2 }, {})).toBeCloseTo(2 * reference, 9);
        expect(expected(trace, { duplicates: { copies, spacing: 1 } })).toBeGreaterThanOrEqual(reference);
        expect(expected(trace, { duplicates: { copies, spacing: 1 } })).toBeLessThanOrEqual(
          copies * reference * (1 + 1e-9),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('know fewer facts the more knowing takes (property)', () => {
    const level = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(level, level, (a, b) => {
        const share = (knownAt: number): number =>
          simulateEncounters(traces[2]!, {
            ...base,
            process: { type: 'zipf', exponent: 1, perStep: 1 },
            knownAt,
          }).knownShare;
        expect(share(Math.max(a, b))).toBeLessThanOrEqual(share(Math.min(a, b)));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [{ facts: 0 }, 'facts'],
    [{ steps: 1.5 }, 'steps'],
    [{ repeats: 0 }, 'repeats'],
    [{ share: 1 }, 'share'],
    [{ knownAt: Number.NaN }, 'knownAt'],
    [{ process: { type: 'poisson', interval: 0 } }, 'process.interval'],
    [{ process: { type: 'zipf', exponent: 1, perStep: Number.POSITIVE_INFINITY } }, 'process.perStep'],
    [{ process: { type: 'zipf', exponent: -1, perStep: 1 } }, 'process.exponent'],
    [{ duplicates: { copies: 0, spacing: 1 } }, 'duplicates.copies'],
    [{ duplicates: { copies: 2, spacing: 0 } }, 'duplicates.spacing'],
  ] satisfies [Partial<EncounterSimulation>, string][])('refuse %o', (change, name) => {
    expect(() => simulateEncounters(traces[0]!, { ...base, ...change })).toThrow(`${name} is out of range`);
  });
});

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: Float64Array): number => {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
};
