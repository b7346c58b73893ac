import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedHalf, fitLogistic } from './logistic-curve.js';

const x = [0, 2, 4, 6, 8];
const many = x.map(() => 1e9);
const logistic = (half: number, slope: number) => x.map((at) => 1 / (1 + Math.exp(-slope * (at - half))));

describe('the logistic curve', () => {
  it('is found where the shares lie on one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 9, noNaN: true }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        (half, slope) => {
          const found = fitLogistic(x, logistic(half, slope), many);
          expect(found.half).toBeCloseTo(half, 3);
          expect(found.slope).toBeCloseTo(slope, 3);
        },
      ),
    );
  });

  it('solves the likelihood equations of counts with half a success and half a failure more', () => {
    const [shares, counts] = [
      [0, 0.1, 0.4, 1, 1],
      [70, 70, 60, 70, 70],
    ];
    const { half, slope } = fitLogistic(x, shares, counts);
    const residuals = x.map(
      (at, k) => shares[k]! * counts[k]! + 0.5 - (counts[k]! + 1) / (1 + Math.exp(-slope * (at - half))),
    );
    expect(residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 6);
    expect(residuals.reduce((sum, r, k) => sum + r * x[k]!, 0)).toBeCloseTo(0, 6);
  });

  it('lies in the middle of a jump, with a finite slope', () => {
    const { half, slope } = fitLogistic(x.slice(0, 4), [0, 0, 1, 1], [70, 70, 70, 70]);
    expect(half).toBeCloseTo(3, 6);
    expect(slope).toBeGreaterThan(2);
    expect(slope).toBeLessThan(20);
  });
});

describe('the dose of half recall', () => {
  it('is bounded by the doses', () => {
    const n = x.map(() => 70);
    expect(boundedHalf(x, [0, 0, 0, 0.1, 0.3], n)).toBe(8);
    expect(boundedHalf(x, [0, 0, 0, 0, 0], n)).toBe(8);
    expect(boundedHalf(x, [0.9, 1, 1, 1, 1], n)).toBe(0);
    expect(boundedHalf(x, [1, 1, 1, 1, 1], n)).toBe(0);
    expect(boundedHalf(x, [0.3, 0.2, 0.1, 0, 0], n)).toBe(8);
    expect(boundedHalf(x, [0, Number.NaN, 1, 1, 1], n)).toBeNaN();
    expect(boundedHalf(x, logistic(5, 1), n)).toBeCloseTo(5, 1);
  });
});
