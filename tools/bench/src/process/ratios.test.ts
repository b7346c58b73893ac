import { createRandom } from '@lethe/contracts';
import { expect, it } from 'vitest';
import { median, pairedRatios, ratioInterval } from './ratios.js';

it('median takes the middle value, or the mean of the middle two', () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(median([])).toBeNaN();
});

it('pairedRatios compares each value with the one measured beside it, so that a slow spell counts for both', () => {
  expect(pairedRatios([200, 20, 300], [100, 10, 100])).toEqual({ median: 2, low: 2, high: 3 });
});

it('pairs of one ratio leave no doubt', () => {
  const below = [10, 20, 30];
  const { ratio, low, high } = ratioInterval(
    below.map((value) => 0.9 * value),
    below,
  );
  for (const value of [ratio, low, high]) expect(value).toBeCloseTo(0.9, 12);
});

it('is as wide as the ratios of single pairs over the root of their number', () => {
  const random = createRandom(3, 'test');
  const n = 400;
  const below = Array.from({ length: n }, () => 100);
  const above = below.map(() => 95 + 5 * random.normal());
  const { ratio, low, high } = ratioInterval(above, below);
  expect((high - low) / 2).toBeCloseTo((1.96 * 0.05) / Math.sqrt(n), 3);
  expect(low).toBeLessThan(ratio);
  expect(high).toBeGreaterThan(ratio);
});
