import { normalCdf, normalQuantile } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHistogram, createZeta, valueAt } from '../../../random/discrete-distribution.js';
import { createKeyedDraws, uniformOfWords } from '../../../random/keyed-draws.js';
import { scaleToTotal } from '../../../random/scale-to-total.js';
import { multiplicityStatistics } from '../duplication-report.js';
import type { RankedLaw } from './law-kind.js';
import { clampedMean, createLogNormal } from './log-normal-law.js';
import { checkMultiplicityLaw, type MultiplicityLaw, rankedLaw } from './multiplicity-laws.js';

const ranked = (law: MultiplicityLaw): RankedLaw => rankedLaw(checkMultiplicityLaw(law))!;
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('the normal distribution', () => {
  test('has the tabulated values', () => {
    // Abramowitz and Stegun, table 26.1, and the tail beyond 5 from table 26.2.
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-1.96)).toBeCloseTo(0.024997895148220435, 14);
    expect(normalCdf(-6) / 9.865876450376981e-10).toBeCloseTo(1, 10);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
  });

  test('quantile and distribution function are inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
        // In the upper tail the distribution function itself has no more digits.
        const z = -Math.abs(x);
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 9);
      }),
    );
  });
});

describe('the clamped log-normal', () => {
  test('has the mean of a numeric integral', () => {
    for (const [mu, sigma, minimum, maximum] of [
      [0, 1, 1, 100],
      [1.5, 0.4, 0, 6],
      [-1, 1.5, 1, 40],
    ] as const) {
      let mean = 0;
      const steps = 200_000;
      for (let i = 0; i < steps; i++) {
        const value = Math.exp(mu + sigma * normalQuantile((i + 0.5) / steps));
        mean += Math.min(Math.max(value, minimum), maximum) / steps;
      }
      expect(clampedMean(mu, sigma, { minimum, maximum }) / mean).toBeCloseTo(1, 3);
    }
  });

  test('is solved for the mean that is asked for, and refuses one out of bounds', () => {
    const law = { sigma: 1.2, minimum: 1, maximum: 50 } as const;
    const { mu, sigma, bounds } = createLogNormal({ ...law, mean: 4 });
    expect(clampedMean(mu, sigma, bounds)).toBeCloseTo(4, 10);
    expect(() => createLogNormal({ ...law, mean: 51 })).toThrow(/mean from 1 to 50/);
    // Without bounds that matter: E exp(mu + sigma Z) = exp(mu + sigma^2 / 2), cv^2 = exp(sigma^2) - 1.
    const free = createLogNormal({ cv: 0.5, mean: 7, minimum: 0 });
    expect(Math.exp(free.mu + free.sigma ** 2 / 2)).toBeCloseTo(7, 6);
    expect(Math.sqrt(Math.expm1(free.sigma ** 2))).toBeCloseTo(0.5, 12);
  });
});

test('a position falls on the value in whose share it lies', () => {
  const histogram = createHistogram({ 5: 1, 2: 3, 9: 0 });
  expect([0, 2.9, 3, 3.9].map((position) => valueAt(histogram, position))).toEqual([2, 2, 5, 5]);
  const zeta = createZeta(1, 3);
  expect(zeta.weight).toBeCloseTo(1 + 1 / 2 + 1 / 3, 12);
});

test('numbers in proportion keep to the total, the bounds, the order, and are off by less than one', () => {
  const weights = fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      weights,
      fc.integer({ min: 0, max: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (w, minimum, at) => {
        const sorted = Float64Array.from(w).sort().reverse();
        const maximum = minimum + 20;
        const total = Math.round(sorted.length * (minimum + 20 * at));
        const scaled = scaleToTotal(sorted, total, { minimum, maximum });
        expect(sum(scaled)).toBe(total);
        for (const [i, value] of scaled.entries()) {
          expect(value).toBeGreaterThanOrEqual(minimum);
          expect(value).toBeLessThanOrEqual(maximum);
          if (i > 0) expect(value).toBeLessThanOrEqual(scaled[i - 1]!);
        }
      },
    ),
  );
  expect([...scaleToTotal(Float64Array.of(4, 2, 2), 8, { minimum: 0, maximum: 9 })]).toEqual([4, 2, 2]);
  expect(() => scaleToTotal(Float64Array.of(1, 1), 1, { minimum: 1, maximum: 2 })).toThrow(/2 to 4 copies/);
});

describe('multiplicities by rank', () => {
  test('of a factor: its mean, exactly', () => {
    const byRank = ranked({ law: 'factor', factor: 2.3 }).byRank(10);
    expect([...byRank]).toEqual([3, 3, 3, 2, 2, 2, 2, 2, 2, 2]);
  });

  test("of Zipf's law: C / r^s, the total exactly", () => {
    const fixed = ranked({ law: 'zipf', exponent: 1, maximum: 12 }).byRank(12);
    expect([...fixed]).toEqual([12, 6, 4, 3, 2, 2, 2, 2, 1, 1, 1, 1]);
    const total = ranked({ law: 'zipf', exponent: 1, total: 5000, minimum: 0 }).byRank(1000);
    expect(sum(total)).toBe(5000);
    const scale = 5000 / sum(Array.from({ length: 1000 }, (_, i) => 1 / (i + 1)));
    for (const rank of [1, 2, 10, 100]) expect(Math.abs(total[rank - 1]! - scale / rank)).toBeLessThan(1);
  });

  test('of the zeta distribution: documents in proportion to 1 / k^s', () => {
    const documents = 60_000;
    const byRank = ranked({ law: 'zeta', exponent: 2, maximum: 50 }).byRank(documents);
    const weight = sum(Array.from({ length: 50 }, (_, i) => (i + 1) ** -2));
    for (const copies of [1, 2, 7, 50]) {
      const share = copies ** -2 / weight;
      const found = byRank.filter((value) => value === copies).length;
      expect(Math.abs(found - documents * share)).toBeLessThanOrEqual(1);
    }
  });

  test('of the log-normal: its mean', () => {
    const byRank = ranked({ law: 'log-normal', sigma: 1, mean: 3 }).byRank(1000);
    expect(sum(byRank)).toBe(3000);
  });
});

// Histograms that a law has in expectation, against a million keyed draws.
describe('drawn multiplicities', () => {
  const laws: MultiplicityLaw[] = [
    { law: 'factor', factor: 2.25 },
    { law: 'zeta', exponent: 1.5, maximum: 40 },
    { law: 'log-normal', sigma: 0.9, mean: 3, minimum: 0, maximum: 30 },
    { law: 'log-normal', cv: 1, mu: 0.3 },
    { law: 'histogram', documents: { 1: 90, 10: 9, 100: 1 } },
  ];
  const documents = 100_000;
  for (const law of laws) {
    test(`follow the law ${JSON.stringify(law)}`, () => {
      const draw = ranked(law).draw();
      const draws = createKeyedDraws(7, 'test');
      const found = new Map<number, number>();
      for (let i = 0; i < documents; i++) {
        const [a, b, c, d] = draws(`doc-${i}`);
        const copies = draw(uniformOfWords(a!, b!), uniformOfWords(c!, d!));
        found.set(copies, (found.get(copies) ?? 0) + 1);
      }
      const between = ranked(law).between(documents);
      // Pearson's chi-square over bins with 5 or more expected; far beyond 5 standard deviations is a defect.
      let [chiSquare, bins, accounted] = [0, 0, 0];
      for (let copies = 0; copies < 200; copies++) {
        const expected = between(copies, copies);
        accounted += expected;
        if (expected < 5) {
          if (expected === 0) expect(found.get(copies) ?? 0).toBe(0);
          continue;
        }
        chiSquare += ((found.get(copies) ?? 0) - expected) ** 2 / expected;
        bins++;
      }
      expect(bins).toBeGreaterThan(1);
      expect(chiSquare).toBeLessThan(bins + 5 * Math.sqrt(2 * bins));
      expect(accounted / documents).toBeCloseTo(1, 3);
      expect(between(0, 2 ** 31 - 1) / documents).toBeCloseTo(1, 6);
    });
  }

  test("cannot be had of Zipf's law, whose ranks are among all documents", () => {
    expect(() => ranked({ law: 'zipf', exponent: 1, total: 5 }).draw()).toThrow(/exact totals/);
  });
});

test('keyed draws depend on seed, purpose, id and copy alone', () => {
  const draws = createKeyedDraws(1, 'a');
  const first = [...draws('x')];
  draws('y', 3);
  expect([...draws('x')]).toEqual(first);
  expect([...draws('x', 1)]).not.toEqual(first);
  expect([...createKeyedDraws(2, 'a')('x')]).not.toEqual(first);
  expect([...createKeyedDraws(1, 'b')('x')]).not.toEqual(first);
});

describe('statistics of multiplicities', () => {
  test('of equal documents: all of them are effective, and nothing is uneven', () => {
    const even = multiplicityStatistics(new Map([[3, 8]]));
    expect(even).toMatchObject({ documents: 8, kept: 8, copies: 24, mean: 3, largest: 3, gini: 0 });
    expect(even.effectiveDocuments).toBeCloseTo(8, 12);
    expect(even.inverseSimpson).toBeCloseTo(8, 12);
  });

  test('of one document with all copies among n: the Gini coefficient is (n - 1) / n', () => {
    const uneven = multiplicityStatistics(
      new Map([
        [0, 9],
        [5, 1],
      ]),
    );
    expect(uneven).toMatchObject({ documents: 10, kept: 1, copies: 5, entropy: 0, effectiveDocuments: 1 });
    expect(uneven.gini).toBeCloseTo(0.9, 12);
    expect(multiplicityStatistics(new Map([[0, 4]]))).toMatchObject({ copies: 0, gini: 0 });
    expect(multiplicityStatistics(new Map())).toMatchObject({ documents: 0, mean: 0 });
  });

  test('are those of their definitions over the documents one by one', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (multiplicities) => {
        const total = sum(multiplicities);
        fc.pre(total > 0);
        const histogram = new Map<number, number>();
        for (const value of multiplicities) histogram.set(value, (histogram.get(value) ?? 0) + 1);
        const { entropy, inverseSimpson, gini } = multiplicityStatistics(histogram);
        const shares = multiplicities.filter((value) => value > 0).map((value) => value / total);
        expect(entropy).toBeCloseTo(-sum(shares.map((share) => share * Math.log(share))), 10);
        expect(inverseSimpson).toBeCloseTo(1 / sum(shares.map((share) => share ** 2)), 9);
        // The mean absolute difference over twice the mean.
        const differences = multiplicities.flatMap((a) => multiplicities.map((b) => Math.abs(a - b)));
        const n = multiplicities.length;
        expect(gini).toBeCloseTo(sum(differences) / n ** 2 / (2 * (total / n)), 10);
      }),
    );
  });
});

test.each([
  [{ law: 'zipf', exponent: 1 }, /a maximum, a total or a mean/],
  [{ law: 'zipf', exponent: 1, total: 3, mean: 2 }, /not both/],
  [{ law: 'zipf', exponent: 1, total: 3, minimum: 5, maximum: 2 }, /minimum <= maximum/],
  [{ law: 'log-normal', mean: 2 }, /either sigma or cv/],
  [{ law: 'histogram', documents: { one: 1 } }, /Invalid key[\s\S]*documents.one/],
  [{ law: 'histogram', documents: { 1: 0 } }, /all shares are 0/],
  [{ law: 'factor', factor: -1 }, /factor/],
  [{ law: 'factor', factor: 2, exponent: 1 }, /exponent/],
] as [MultiplicityLaw, RegExp][])('%j is refused', (law, message) => {
  expect(() => checkMultiplicityLaw(law)).toThrow(message);
});
