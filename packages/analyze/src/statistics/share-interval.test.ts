import { describe, expect, it } from 'vitest';
import type { Estimate } from './estimate.js';
import { intervalOf, pValue } from './interval-of.js';
import { clopperPearson, exactShare, shareDifference } from './share-interval.js';

describe('the exact binomial interval', () => {
  it('has closed forms at 0 and 1, and the values of the tables between', () => {
    expect(clopperPearson(384, 384, 0.95)).toEqual({ low: expect.closeTo(0.025 ** (1 / 384), 12), high: 1 });
    expect(clopperPearson(0, 20, 0.95)).toEqual({ low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 20), 12) });
    const { low, high } = clopperPearson(7, 10, 0.95);
    expect([low, high]).toEqual([expect.closeTo(0.347547, 6), expect.closeTo(0.93326, 5)]);
  });
});

/** A share of facts of one seed, with what it is without each of them. */
function shareOf(outcomes: readonly number[]): Estimate {
  const sum = outcomes.reduce((a, b) => a + b, 0);
  const n = outcomes.length;
  const values = Float64Array.from(outcomes, (outcome) => (sum - outcome) / (n - 1));
  const point = sum / n;
  return {
    point,
    draws: new Float64Array(100).fill(point),
    leftOut: [{ of: 'facts', sample: 'a', values }],
    method: 't',
  };
}

describe('a share of facts', () => {
  it('has a width where all facts agree', () => {
    const all = exactShare(shareOf(new Array(128).fill(1)), 128);
    expect(intervalOf(all, 0.95)).toEqual(clopperPearson(128, 128, 0.95));
    expect(pValue(all, 0.999)).toBe(1);
    expect(pValue(all, 0.9)).toBeLessThan(1e-4);
  });

  it('is that of independent facts where they vary as such', () => {
    const share = exactShare(shareOf([1, 1, 1, 0, 1, 1, 0, 1, 1, 1]), 10);
    const interval = intervalOf(share, 0.95)!;
    // The sample variance divides by n - 1, so a little less than ten facts count.
    const nine = clopperPearson(0.8 * 9, 9, 0.95);
    expect(interval.low).toBeCloseTo(nine.low, 8);
    expect(interval.high).toBeCloseTo(nine.high, 8);
  });

  it('is wider where seeds differ more than facts do', () => {
    const base = shareOf([1, 1, 1, 0, 1, 1, 0, 1, 1, 1]);
    const seeds = { of: 'seeds' as const, sample: '', values: Float64Array.of(0.7, 0.95, 0.75) };
    const share = exactShare({ ...base, leftOut: [...base.leftOut!, seeds] }, 30);
    const { low, high } = intervalOf(share, 0.95)!;
    expect(high - low).toBeGreaterThan(0.6);
  });

  it('differs from another with a width though no fact does', () => {
    const [all, none] = [
      exactShare(shareOf(new Array(40).fill(1)), 40),
      exactShare(shareOf(new Array(40).fill(0)), 40),
    ];
    const side = 1 - 0.025 ** (1 / 40);
    expect(intervalOf(shareDifference(all, none), 0.95)).toEqual({
      low: expect.closeTo(1 - Math.hypot(side, side), 12),
      high: 1,
    });
    const mixed = exactShare(shareOf([1, 0, 1, 1]), 4);
    expect(intervalOf(shareDifference(mixed, mixed), 0.95)!.low).toBeLessThan(0);
  });
});
