import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { studentReach } from '../numerics/student-t.js';
import { bootstrapMeans } from './bootstrap-means.js';
import { addValue, createClusterTable } from './cluster-table.js';
import { combineGroups, pseudoValues, withSamples } from './combine-groups.js';
import { columnEstimate, type Estimate } from './estimate.js';
import { intervalOf } from './interval-of.js';
import { leftOutGroups, withLeftOut } from './jackknife.js';
import type { ClusterLayout } from './resample-seeds.js';

/** The mean of values [seed][fact], as the stage estimates it. */
function meanOf(values: readonly (readonly number[])[], shared = true): Estimate {
  const facts = values[0]!.length;
  const seeds = values.length;
  const places = values.flatMap((row, s) => row.map((_, f) => [s, f] as const));
  const layout: ClusterLayout = {
    seeds,
    seedOf: Int32Array.from(places, ([s]) => s),
    factOf: Int32Array.from(places, ([s, f]) => (shared ? f : s * facts + f)),
    factsByData: shared ? [facts] : values.map(() => facts),
    dataOf: Int32Array.from(values, (_, s) => (shared ? 0 : s)),
  };
  const table = createClusterTable(places.length, 1);
  places.forEach(([s, f], cluster) => {
    addValue(table, cluster, 0, values[s]![f]!);
  });
  const leftOut = { method: 't' as const, groups: leftOutGroups(new Map([['once', layout]])) };
  const draws = new Uint16Array(places.length).fill(1);
  return columnEstimate(bootstrapMeans(table, withLeftOut(draws, layout, 'once', leftOut), leftOut), 0);
}

const difference = (a: Estimate, b: Estimate, paired: boolean): Estimate =>
  combineGroups((x, y) => y - x, [a, b], paired);
const widthOf = (estimate: Estimate, level = 0.95): number => {
  const { low, high } = intervalOf(estimate, level)!;
  return high - low;
};
const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

describe('a difference of two groups of runs', () => {
  const first = [1.2, 0.7, 1.9, 1.1, 0.4];
  const second = [2.9, 1.6, 2.2];

  it('adds the variances of groups that share nothing', () => {
    const estimate = difference(meanOf([first]), meanOf([second]), false);
    const parts = [variance(first) / 5, variance(second) / 3] as const;
    const total = parts[0] + parts[1];
    const reach = parts[0] * studentReach(0.95, 4) + parts[1] * studentReach(0.95, 2);
    expect(estimate.point).toBeCloseTo(2.2333333 - 1.06, 6);
    expect(widthOf(estimate) / 2).toBeCloseTo(reach / Math.sqrt(total), 10);
  });

  it('is that of the pairs where both have the same seeds', () => {
    const [a, b] = [
      [[1.2], [0.7], [1.9]],
      [[1.6], [0.9], [2.5]],
    ];
    const pairs = a!.map(([value], s) => b![s]![0]! - value!);
    const reach = studentReach(0.95, 2) * Math.sqrt(variance(pairs) / 3);
    const estimate = difference(meanOf(a!, false), meanOf(b!, false), true);
    expect(widthOf(estimate) / 2).toBeCloseTo(reach, 10);
    expect(widthOf(difference(meanOf(a!, false), meanOf(b!, false), false))).toBeGreaterThan(3 * reach);
  });

  it('has the degrees of freedom of Welch over three seeds or more in each', () => {
    const [a, b] = [
      [1.2, 0.7, 1.9],
      [2.9, 1.6, 5.2, 3.3],
    ] as const;
    const parts = [variance(a) / 3, variance(b) / 4] as const;
    const freedom = (parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / 2 + parts[1] ** 2 / 3);
    const [one, other] = [a, b].map((values) =>
      meanOf(
        values.map((value) => [value]),
        false,
      ),
    );
    expect(widthOf(difference(one!, other!, false)) / 2).toBeCloseTo(
      studentReach(0.95, freedom) * Math.sqrt(parts[0] + parts[1]),
      10,
    );
  });

  it('adds the reach of each where one has two seeds, of which little is known', () => {
    const one = meanOf([[1.2], [1.9]], false);
    const other = meanOf([[2.9], [1.6], [5.2]], false);
    const parts = [variance([1.2, 1.9]) / 2, variance([2.9, 1.6, 5.2]) / 3] as const;
    const reach = parts[0] * studentReach(0.95, 1) + parts[1] * studentReach(0.95, 2);
    expect(widthOf(difference(one, other, false)) / 2).toBeCloseTo(
      reach / Math.sqrt(parts[0] + parts[1]),
      10,
    );
  });

  it('counts the facts of a single run beside several runs', () => {
    const several = meanOf([[1], [2], [3]], false);
    const alone = meanOf([[0, 4, 8, 4]]);
    const parts = [1 / 3, variance([0, 4, 8, 4]) / 4] as const;
    const freedom = (parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / 2 + parts[1] ** 2 / 3);
    expect(widthOf(difference(several, alone, false), 0.9) / 2).toBeCloseTo(
      studentReach(0.9, freedom) * Math.sqrt(parts[0] + parts[1]),
      10,
    );
  });

  it('leaves out of one group at a time, whatever the function', () => {
    const ratio = combineGroups((a, b) => a / b, [meanOf([[1, 3]]), meanOf([[2, 6]])], false);
    expect(ratio.point).toBe(0.5);
    expect(ratio.leftOut!.map(({ sample, values }) => [sample, ...values])).toEqual([
      ['0 once', 3 / 4, 1 / 4],
      ['1 once', 2 / 6, 2 / 2],
    ]);
  });

  it('has no jackknife where a group has none', () => {
    const plain: Estimate = { point: 1, draws: Float64Array.of(1) };
    expect(combineGroups((a, b) => b - a, [meanOf([first]), plain], false).leftOut).toBeUndefined();
  });
});

describe('pseudo-values', () => {
  it('of a mean are the values of facts and of seeds', () => {
    const values = [
      [1, 2, 4],
      [3, 3, 6],
    ];
    expect([...pseudoValues(meanOf(values), 'facts', 'once')!]).toEqual(
      [2, 2.5, 5].map((value) => expect.closeTo(value, 12)),
    );
    expect([...pseudoValues(meanOf(values), 'seeds', '')!]).toEqual(
      [7 / 3, 4].map((value) => expect.closeTo(value, 12)),
    );
    expect(pseudoValues(meanOf([[1, 2]]), 'seeds', '')).toBeUndefined();
  });

  it('are of the samples that an estimate keeps', () => {
    expect(withSamples(meanOf([[1, 2]]), ['control']).leftOut).toEqual([]);
    expect(withSamples(meanOf([[1, 2]]), ['once']).leftOut).toHaveLength(1);
  });
});

describe('intervals of differences hold the truth', () => {
  const TRUTH = 0.3;
  const FACTS = 12;
  const EXPERIMENTS = 100;

  /** Two groups whose seeds and facts are the same, or drawn anew, and the difference of their means. */
  function experiment(number: number, seeds: number, paired: boolean): Estimate {
    const random = createRandom(number, `two groups of ${seeds}`);
    const draw = (count: number): number[] => Array.from({ length: count }, () => random.normal());
    const common = { seeds: draw(seeds), facts: draw(FACTS) };
    const [a, b] = [0, TRUTH].map((mean) => {
      const own = paired ? common : { seeds: draw(seeds), facts: draw(FACTS) };
      // What a setting does differs between seeds and facts too.
      const effects = { seeds: draw(seeds), facts: draw(FACTS) };
      return meanOf(
        own.seeds.map((seed, s) =>
          own.facts.map(
            (fact, f) => mean + seed + fact + 0.3 * (effects.seeds[s]! + effects.facts[f]! + random.normal()),
          ),
        ),
      );
    });
    return difference(a!, b!, paired);
  }

  it.each([
    [3, true],
    [3, false],
    [5, true],
    [5, false],
  ])('with %i seeds, paired: %s', (seeds, paired) => {
    let [held, width, unpaired] = [0, 0, 0];
    for (let number = 1; number <= EXPERIMENTS; number++) {
      const estimate = experiment(number, seeds, paired);
      const { low, high } = intervalOf(estimate, 0.95)!;
      held += Number(low <= TRUTH && TRUTH <= high);
      width += high - low;
      unpaired += widthOf(experiment(number, seeds, false));
    }
    expect(held / EXPERIMENTS).toBeGreaterThanOrEqual(0.9);
    if (paired) expect(width).toBeLessThan(unpaired / 2);
  });
});
