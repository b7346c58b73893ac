import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, type Correction, holm } from './corrections.js';

const rounded = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(10)));
const pValues = fc.array(
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 0.02, 0.05, 1)),
  { minLength: 1, maxLength: 7 },
);

/** Holm's procedure is the closed test by Bonferroni: a test is rejected if every set with it has a small p. */
function closedBonferroni(p: readonly number[]): number[] {
  return p.map((_, test) => {
    let largest = 0;
    for (let set = 1; set < 1 << p.length; set++) {
      if (!(set & (1 << test))) continue;
      const members = p.filter((_, i) => set & (1 << i));
      largest = Math.max(largest, Math.min(1, members.length * Math.min(...members)));
    }
    return largest;
  });
}

/** Benjamini and Hochberg as they state it: the largest k with p(k) <= k alpha / m, for the least such alpha. */
function stepUp(p: readonly number[], alpha: number): boolean[] {
  const counts = p
    .map((_, k) => k + 1)
    .filter((k) => p.filter((one) => one <= (k * alpha) / p.length).length >= k);
  const most = Math.max(0, ...counts);
  return p.map((one) => one <= (most * alpha) / p.length);
}

describe('Holm', () => {
  it('gives the numbers of a worked example', () => {
    expect(rounded(holm.adjust([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm.adjust([0.3, 0.9])).toEqual([0.6, 0.9]);
    expect(holm.adjust([])).toEqual([]);
  });

  it('is the closed test by Bonferroni (property)', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        expect(rounded(holm.adjust(p))).toEqual(rounded(closedBonferroni(p)));
      }),
    );
  });
});

describe('Benjamini and Hochberg', () => {
  it('give the numbers of the example of their paper', () => {
    // Fifteen endpoints of a trial of thrombolysis, of which 4 are rejected at 0.05, and 3 by Holm.
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const q = benjaminiHochberg.adjust(p);
    expect(q.filter((one) => one <= 0.05)).toHaveLength(4);
    expect(rounded(q.slice(0, 4))).toEqual([0.0015, 0.003, 0.0095, 0.035625]);
    expect(holm.adjust(p).filter((one) => one <= 0.05)).toHaveLength(3);
  });

  it('reject what the step-up procedure rejects (property)', () => {
    const alphas = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(pValues, alphas, (p, alpha) => {
        const adjusted = benjaminiHochberg.adjust(p);
        // Where a corrected p-value is alpha to the last digits, rounding decides.
        fc.pre(adjusted.every((one) => Math.abs(one - alpha) > 1e-9));
        expect(adjusted.map((one) => one <= alpha)).toEqual(stepUp(p, alpha));
      }),
    );
  });
});

describe.each([
  ['Holm', holm],
  ['Benjamini and Hochberg', benjaminiHochberg],
] as [string, Correction][])('the threshold by %s', (_name, correction) => {
  it('is the largest p-value with which a test would be rejected (property)', () => {
    fc.assert(
      fc.property(pValues, fc.nat(6), (p, number) => {
        const test = number % p.length;
        const threshold = correction.threshold(p, test, 0.05);
        const rejected = (at: number): boolean => correction.adjust(p.with(test, at))[test]! <= 0.05;
        expect(rejected(threshold * (1 - 1e-9))).toBe(true);
        expect(rejected(threshold * (1 + 1e-9))).toBe(false);
      }),
    );
  });
});
