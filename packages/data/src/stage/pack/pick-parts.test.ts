import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickParts } from './pick-parts.js';

const BLOCK = 64;

function take(shares: readonly number[], count: number, seed = 1): number[] {
  const parts = shares.map((share) => ({ share }));
  const picks = pickParts(parts, seed, 'test');
  return Array.from({ length: count }, () => picks.next().value);
}

const mixtures = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }).map((weights) => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
});

test('every block ends with the shares, to about one pick', () => {
  fc.assert(
    fc.property(mixtures, fc.nat(), (shares, seed) => {
      const counts = shares.map(() => 0);
      take(shares, 10 * BLOCK, seed).forEach((part, i) => {
        counts[part]!++;
        if ((i + 1) % BLOCK !== 0) return;
        shares.forEach((share, other) => {
          const excess = counts[other]! - share * (i + 1);
          const least = shares.length === 2 ? 0.5 : 1 + Math.log(shares.length);
          expect(excess).toBeLessThan((shares.length === 2 ? 0.5 : 1) + 1e-9);
          expect(excess).toBeGreaterThan(-least - 1e-9);
        });
      });
    }),
    { numRuns: 60 },
  );
});

test('the seed draws the order within blocks', () => {
  expect(take([0.7, 0.3], 200)).toEqual(take([0.7, 0.3], 200));
  expect(take([0.7, 0.3], 200, 2)).not.toEqual(take([0.7, 0.3], 200));
});

test('a part has no place of its own in batches of its period', () => {
  const counts = new Array<number>(8).fill(0);
  take([7 / 8, 1 / 8], 8 * 4000).forEach((part, i) => {
    counts[i % 8]! += part;
  });
  // 500 in each place are expected, with a standard deviation of at most 21.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90);
});
