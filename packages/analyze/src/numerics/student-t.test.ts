import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, incompleteBeta } from './incomplete-beta.js';
import { studentReach, studentTails } from './student-t.js';

describe('the incomplete beta function', () => {
  it('is a binomial tail for whole numbers (property)', () => {
    const choose = (n: number, k: number): number =>
      Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, m, x) => {
          const k = 1 + (m % n);
          let tail = 0;
          for (let i = k; i <= n; i++) tail += choose(n, i) * x ** i * (1 - x) ** (n - i);
          expect(incompleteBeta(x, k, n - k + 1)).toBeCloseTo(tail, 12);
        },
      ),
    );
  });

  it('is symmetric, goes from 0 to 1 and is inverted by its quantile', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    for (const [a, b] of [
      [0.5, 0.5],
      [3, 200],
      [40.5, 1],
      [1500, 0.5],
    ] as const) {
      for (const share of [0.001, 0.025, 0.5, 0.975]) {
        const x = betaQuantile(share, a, b);
        expect(incompleteBeta(x, a, b) / share).toBeCloseTo(1, 8);
        expect(1 - incompleteBeta(1 - x, b, a)).toBeCloseTo(incompleteBeta(x, a, b), 12);
      }
    }
  });
});

describe("Student's t", () => {
  it('has the quantiles of the tables', () => {
    const table = [
      [1, 12.706204736174707],
      [2, 4.302652729749464],
      [3, 3.18244630528371],
      [4, 2.776445105197793],
      [7, 2.364624251592785],
      [39, 2.022690920036762],
      [1000, 1.96233908082641],
    ] as const;
    for (const [freedom, reach] of table) expect(studentReach(0.95, freedom) / reach).toBeCloseTo(1, 11);
    expect(studentReach(0.8, 4)).toBeCloseTo(1.53320627, 8);
    expect(studentReach(0, 5)).toBe(0);
  });

  it('closed forms for one and two degrees of freedom agree with the tails', () => {
    for (const freedom of [1, 2]) {
      for (const level of [0.2, 0.9, 0.99, 1 - 1e-9]) {
        expect(studentTails(studentReach(level, freedom), freedom) / (1 - level)).toBeCloseTo(1, 6);
      }
    }
  });
});
