import { expect, it } from 'vitest';
import { chiSquaredQuantile, fisherQuantile, fisherTail } from './quantiles.js';

it('quantiles of F are those of a closed form and of tables, and undo its tail', () => {
  // Closed form with two degrees of freedom above.
  for (const share of [0.025, 0.5, 0.95]) {
    expect(fisherQuantile(share, 2, 10)).toBeCloseTo(5 * ((1 - share) ** -0.2 - 1), 10);
  }
  expect(fisherQuantile(0.975, 4, 4)).toBeCloseTo(9.60453, 4);
  for (const share of [0.01, 0.5, 0.99]) {
    expect(1 - fisherTail(fisherQuantile(share, 3, 17), 3, 17)).toBeCloseTo(share, 9);
  }
});

it('quantiles of chi squared are those of tables', () => {
  expect(chiSquaredQuantile(0.975, 2)).toBeCloseTo(7.377759, 4);
  expect(chiSquaredQuantile(0.025, 2)).toBeCloseTo(0.0506356, 6);
  expect(chiSquaredQuantile(0.95, 20)).toBeCloseTo(31.41043, 3);
  expect(chiSquaredQuantile(0.05, 20)).toBeCloseTo(10.85081, 3);
});
