import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { signFlipTest } from './sign-flip-test.js';

describe('a sign-flip test', () => {
  it('is one of all flips where pairs agree, in both directions', () => {
    expect(signFlipTest([0.2, 0.5, 0.1, 0.4, 0.3], { seed: 1 })).toEqual({
      mean: expect.closeTo(0.3, 12),
      pValue: 2 / 32,
      permutations: 32,
      exact: true,
    });
    expect(signFlipTest([0, 0, 0], { seed: 1 }).pValue).toBe(1);
  });

  it('counts as another implementation does', () => {
    const random = createRandom(1, 'pairs');
    for (let trial = 0; trial < 20; trial++) {
      const pairs = Array.from({ length: 6 }, () => random.normal() + 0.4);
      let sums = [0];
      for (const pair of pairs) sums = sums.flatMap((sum) => [sum + pair, sum - pair]);
      const observed = Math.abs(pairs.reduce((sum, pair) => sum + pair, 0)) - 1e-12;
      const share = sums.filter((sum) => Math.abs(sum) >= observed).length / sums.length;
      expect(signFlipTest(pairs, { seed: 1 }).pValue).toBe(share);
    }
  });

  it('draws flips where they are too many, and never says 0', () => {
    const pairs = Array.from({ length: 30 }, (_, i) => 1 + (i % 3));
    const test = signFlipTest(pairs, { seed: 1, permutations: 500 });
    expect(test).toMatchObject({ exact: false, permutations: 500, pValue: 1 / 501 });
    const mixed = pairs.map((pair, i) => (i % 2 === 0 ? pair : -pair));
    expect(signFlipTest(mixed, { seed: 1, permutations: 500 }).pValue).toBeGreaterThan(0.5);
  });

  it('rejects at its level where nothing differs', () => {
    const random = createRandom(2, 'null');
    const values = Array.from(
      { length: 300 },
      () =>
        signFlipTest(
          Array.from({ length: 7 }, () => random.normal()),
          { seed: 1 },
        ).pValue,
    );
    // 128 flips: the largest level below 0.1 is 12/128.
    const rejected = values.filter((value) => value <= 0.1).length / values.length;
    expect(Math.abs(rejected - 12 / 128)).toBeLessThan(0.05);
  });

  it('needs finite pairs', () => {
    expect(() => signFlipTest([], { seed: 1 })).toThrow('0 pairs');
    expect(() => signFlipTest([1, Number.NaN], { seed: 1 })).toThrow('1 differences that are not finite');
  });
});
