import { expect, it } from 'vitest';
import { difference } from '../statistics/estimate.js';
import { intervalOf } from '../statistics/interval-of.js';
import { meanOverRuns } from './mean-over-runs.js';

const resampling = { seed: 1, resamples: 200, method: 't' as const };

it("is Student's t over runs, paired where two means are of the same runs", () => {
  const mean = meanOverRuns([1, 2, 4], resampling)!;
  // Mean 7/3, standard deviation sqrt(7/3), and 4.30265 errors either way with two degrees of freedom.
  const reach = (4.302653 * Math.sqrt(7 / 3)) / Math.sqrt(3);
  expect(mean.point).toBeCloseTo(7 / 3, 12);
  expect(intervalOf(mean, 0.95)!.low).toBeCloseTo(7 / 3 - reach, 5);
  expect(intervalOf(mean, 0.95)!.high).toBeCloseTo(7 / 3 + reach, 5);
  const paired = difference(mean, meanOverRuns([0, 1, 3], resampling)!);
  expect(intervalOf(paired, 0.95)!.low).toBeCloseTo(1, 9);
  expect(intervalOf(paired, 0.95)!.high).toBeCloseTo(1, 9);
});

it('has no interval over one run, and is nothing of none', () => {
  const one = meanOverRuns([0.5], resampling)!;
  expect([one.point, one.values]).toEqual([0.5, [0.5]]);
  expect(intervalOf(one, 0.95)).toBeUndefined();
  expect(meanOverRuns([], resampling)).toBeUndefined();
});
