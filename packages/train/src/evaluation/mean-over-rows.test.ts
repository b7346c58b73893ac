import { expect, it } from 'vitest';
import { meanOverRows } from './mean-over-rows.js';

it('is the mean with the standard error of n - 1', () => {
  const { loss, standardError } = meanOverRows([1, 2, 3, 6]);
  expect(loss).toBe(3);
  // Squares 4 + 1 + 0 + 9 = 14; 14 / 3 / 4.
  expect(standardError).toBeCloseTo(Math.sqrt(14 / 12), 14);
});

it('a single row has no standard error', () => {
  expect(meanOverRows(Float32Array.of(2.5))).toEqual({ loss: 2.5, standardError: null });
});
