import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import type { FactChange } from './difference-in-differences.js';
import { differenceInDifferences } from './difference-in-differences.js';
import { permutationTest } from './permutation-test.js';

const normals = (seed: number, count: number, mean: number): number[] => {
  const random = createRandom(seed, 'comparison');
  return Array.from({ length: count }, () => mean + random.normal());
};

describe('the permutation test', () => {
  it('counts all relabellings of a few facts', () => {
    // 20 splits of 1..6 into threes: only the observed one and its mirror are as far apart.
    expect(permutationTest([4, 5, 6], [1, 2, 3], { seed: 1 })).toEqual({
      difference: 3,
      pValue: 2 / 20,
      permutations: 20,
      exact: true,
    });
    expect(permutationTest([1, 1], [1, 1, 1], { seed: 1 }).pValue).toBe(1);
    // 18 of the 210 splits that itertools.combinations lists.
    const p = permutationTest([2.1, 3.4, 2.8, 3.9], [1.2, 2.0, 2.5, 1.9, 2.2, 3.0], { seed: 1 });
    expect(p.pValue).toBeCloseTo(18 / 210, 12);
    expect(p.permutations).toBe(210);
  });

  it('draws relabellings of many, near to what all of them give, and never p = 0', () => {
    const [a, b] = [normals(1, 9, 0.9), normals(2, 9, 0)];
    const exact = permutationTest(a, b, { seed: 1, permutations: 50_000 });
    expect(exact).toMatchObject({ exact: true, permutations: 48_620 });
    const drawn = permutationTest(a, b, { seed: 1, permutations: 40_000 });
    expect(drawn).toMatchObject({ exact: false, difference: exact.difference });
    expect(Math.abs(drawn.pValue - exact.pValue)).toBeLessThan(
      4 * Math.sqrt((exact.pValue * (1 - exact.pValue)) / 40_000),
    );
    expect(permutationTest(a, b, { seed: 1, permutations: 40_000 })).toEqual(drawn);
    expect(permutationTest(a, b, { seed: 2, permutations: 40_000 }).pValue).not.toBe(drawn.pValue);
    const far = permutationTest(normals(3, 40, 50), normals(4, 40, 0), { seed: 1, permutations: 999 });
    expect(far.pValue).toBe(1 / 1000);
  });

  it('rejects no more often than it says where there is no difference', () => {
    let rejected = 0;
    for (let trial = 0; trial < 400; trial++) {
      const test = permutationTest(normals(2 * trial, 12, 0), normals(2 * trial + 1, 12, 0), {
        seed: trial,
        permutations: 199,
      });
      if (test.pValue <= 0.1) rejected++;
    }
    expect(rejected / 400).toBeGreaterThan(0.06);
    expect(rejected / 400).toBeLessThan(0.145);
  });

  it('refuses what has no value', () => {
    expect(() => permutationTest([], [1], { seed: 1 })).toThrow(/0 and 1 facts/);
    expect(() => permutationTest([1, Number.NaN], [1], { seed: 1 })).toThrow(/1 values that are not finite/);
  });
});

describe('the difference in differences', () => {
  const changes = (name: string, gains: number[], seed?: string): FactChange[] =>
    gains.map((gain, i) => ({
      fact: `${name}-${i}`,
      ...(seed === undefined ? undefined : { seed }),
      before: -6 + i,
      after: -6 + i + gain,
    }));

  it('is what is left of a change when that of controls is taken off', () => {
    const found = differenceInDifferences(changes('a', [2, 3, 4]), changes('c', [0.5, 1.5]), { seed: 1 });
    expect(found).toMatchObject({ value: 2, condition: 3, control: 1 });
    // Variances 1 / 3 over three facts and 1 / 4 over two, with t of 2 and of 1.
    const reach = (4.302652729749464 / 3 + 12.706204736174707 / 4) / Math.sqrt(7 / 12);
    expect(found.interval).toEqual({
      low: expect.closeTo(2 - reach, 9),
      high: expect.closeTo(2 + reach, 9),
    });
    const bca = differenceInDifferences(changes('a', [2, 3, 9]), changes('c', [0.5, 1.5]), {
      seed: 1,
      interval: 'bca',
    });
    const plain = differenceInDifferences(changes('a', [2, 3, 9]), changes('c', [0.5, 1.5]), {
      seed: 1,
      interval: 'percentile',
    });
    expect(bca.value).toBe(plain.value);
    expect(bca.interval!.low).toBeGreaterThan(plain.interval!.low);
    // Controls alone are skewed, so that their difference is, to the other side.
    const exponential = Array.from({ length: 20 }, (_, i) => -Math.log(1 - (i + 0.5) / 20));
    const skewed = [changes('a', [2, 2, 2]), changes('c', exponential)] as const;
    const [left, even] = (['bca', 'percentile'] as const).map(
      (interval) => differenceInDifferences(...skewed, { seed: 1, interval }).interval!,
    );
    expect(left!.low).toBeLessThan(even!.low);
    expect(left!.high).toBeLessThan(even!.high);
    const alone = differenceInDifferences(changes('a', [2]), changes('c', [1, 2]), { seed: 1 });
    expect(alone.interval).toBeUndefined();
  });

  it('has intervals that cover the truth about as often as they say', () => {
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const { interval } = differenceInDifferences(
        changes('a', normals(2 * trial, 40, 1.5)),
        changes('c', normals(2 * trial + 1, 40, 0.5)),
        { seed: trial, resamples: 300 },
      );
      if (interval!.low < 1 && interval!.high > 1) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.91);
    expect(covered / 300).toBeLessThan(0.98);
  });

  it('lets what a seed does to all facts cancel, and not what it does to one group', () => {
    const both = (own: number, shared: number, seed: string): [FactChange[], FactChange[]] => [
      changes(
        'a',
        [1, 1.1, 0.9, 1].map((gain) => gain + own + shared),
        seed,
      ),
      changes(
        'c',
        [0, 0.1, -0.1, 0].map((gain) => gain + shared),
        seed,
      ),
    ];
    const compare = (...worlds: [FactChange[], FactChange[]][]) =>
      differenceInDifferences(
        worlds.flatMap(([a]) => a),
        worlds.flatMap(([, c]) => c),
        { seed: 1 },
      );
    const shared = compare(both(0, -5, 'x'), both(0, 5, 'y'));
    expect(shared.value).toBeCloseTo(1, 12);
    expect(shared.interval!.low).toBeGreaterThan(0.8);
    const own = compare(both(-1.5, 0, 'x'), both(1.5, 0, 'y'));
    expect(own.value).toBeCloseTo(1, 12);
    expect(own.interval!.low).toBeLessThan(-0.4);
  });

  it('refuses groups without facts, facts without a change and facts that are twice in a seed', () => {
    const some = changes('a', [1, 2]);
    expect(() => differenceInDifferences([], some, { seed: 1 })).toThrow(/no facts/);
    expect(() => differenceInDifferences(some, changes('c', [Number.NaN]), { seed: 1 })).toThrow(/c-0/);
    expect(() => differenceInDifferences([...some, ...some], some, { seed: 1 })).toThrow(/twice/);
  });
});
