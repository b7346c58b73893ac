import { describe, expect, it } from 'vitest';
import { decayModels } from './decay-models.js';
import { timeToLevel } from './time-to-level.js';

const log10TimeOf = (name: string, parameters: number[], level: number): number =>
  decayModels.find((model) => model.name === name)!.log10TimeOf(parameters, level);

describe('the time at which a share is left', () => {
  it('solves every formula', () => {
    expect(log10TimeOf('logarithmic', [1, 0.25], 0.5)).toBeCloseTo(2, 12);
    expect(log10TimeOf('logarithmic', [1, 0.25], 0)).toBeCloseTo(4, 12);
    expect(log10TimeOf('power', [1, 0.5], 0.5)).toBeCloseTo(Math.log10(4), 12);
    expect(log10TimeOf('power+c', [1, 1, -0.01], 0)).toBeCloseTo(2, 12);
    expect(log10TimeOf('exponential', [1, Math.LN2 / 30], 0.5)).toBeCloseTo(Math.log10(30), 12);
    expect(log10TimeOf('shifted_power', [1, 1, 7], 0.5)).toBeCloseTo(Math.log10(7), 12);
    expect(log10TimeOf('stretched_exponential', [1, 50, 0.4], Math.exp(-1))).toBeCloseTo(Math.log10(50), 12);
    expect(log10TimeOf('stretched_exponential+c', [1, 50, 0.4, 0.1], 0.1 + Math.exp(-1))).toBeCloseTo(
      Math.log10(50),
      12,
    );
  });

  it('is a number however far it lies', () => {
    expect(log10TimeOf('logarithmic', [1, 0.001], 0)).toBeCloseTo(1000, 9);
    expect(log10TimeOf('shifted_power', [1, 0.0001, 10], 0.5)).toBeCloseTo(1 + Math.log10(2) / 0.0001, 6);
  });

  it('is never where the curve stays above, and before everything where it is below', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(log10TimeOf('power', [1, 0.5], 0)).toBe(never);
    expect(log10TimeOf('exponential+c', [0.4, 0.1, 0.6], 0.5)).toBe(never);
    expect(log10TimeOf('exponential', [1, -1], 0.5)).toBe(never);
    expect(log10TimeOf('logarithmic', [1, -0.1], 0)).toBe(never);
    expect(log10TimeOf('exponential', [0.4, 0.1], 0.5)).toBe(Number.NEGATIVE_INFINITY);
    expect(log10TimeOf('power', [-0.4, 0.1], 0.5)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('has an interval that is open where resamples never get there', () => {
    const model = decayModels[0]!;
    const intercepts = new Float64Array(101).fill(1);
    const decays = Float64Array.from({ length: 101 }, (_, i) => (i < 10 ? -0.1 : 0.1 + i / 1000));
    const estimates = [
      { point: 1, draws: intercepts },
      { point: 0.15, draws: decays },
    ];
    const time = timeToLevel(model, estimates, 0.5, 0.9);
    expect(time.log10).toBeCloseTo(0.5 / 0.15, 12);
    expect(time.low).toBeCloseTo(0.5 / 0.195, 9);
    expect(time.high).toBe(Number.POSITIVE_INFINITY);
    expect(timeToLevel(model, estimates, 0.5, 0.5).high).toBeLessThan(4.2);
  });
});
