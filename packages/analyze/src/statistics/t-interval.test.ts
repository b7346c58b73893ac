import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { studentReach } from '../numerics/student-t.js';
import { bootstrapMeans } from './bootstrap-means.js';
import { addValue, createClusterTable } from './cluster-table.js';
import { columnEstimate, combine, difference, type Estimate } from './estimate.js';
import { intervalOf, pValue, smallestDetectable } from './interval-of.js';
import { leftOutGroups, withLeftOut } from './jackknife.js';
import { type ClusterLayout, resampleSeeds } from './resample-seeds.js';
import { jackknifeError } from './variance.js';

/**
 * The mean of a table of values, [seeds][facts]: the facts of every seed its own, or the same in all that share data, or
 * those of a world that lies in several data directories.
 */
function meanOf(
  values: readonly (readonly number[])[],
  dataOf: readonly number[],
  column = 0,
  worldOf = dataOf,
): Estimate {
  const facts = values[0]!.length;
  const cells = values.flatMap((row, seed) => row.map((value, fact) => ({ seed, fact, value })));
  const layout: ClusterLayout = {
    seeds: values.length,
    seedOf: Int32Array.from(cells, ({ seed }) => seed),
    factOf: Int32Array.from(cells, ({ seed, fact }) => worldOf[seed]! * facts + fact),
    factsByData: [...new Set(worldOf)].map(() => facts),
    dataOf: Int32Array.from(dataOf),
    worldOf: Int32Array.from(worldOf),
  };
  const leftOut = { method: 't' as const, groups: leftOutGroups(new Map([['once', layout]])) };
  const table = createClusterTable(cells.length, 1);
  cells.forEach(({ value }, k) => {
    addValue(table, k, 0, value + column);
  });
  const weights = resampleSeeds(1, { seeds: 's', facts: 'f' }, 100, layout);
  return columnEstimate(bootstrapMeans(table, withLeftOut(weights, layout, 'once', leftOut), leftOut), 0);
}

const random = createRandom(6, 'table');
const table = (seeds: number, facts: number): number[][] =>
  Array.from({ length: seeds }, () => Array.from({ length: facts }, () => random.normal()));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const squares = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
};
const halfWidth = (estimate: Estimate, level = 0.95): number => {
  const { low, high } = intervalOf(estimate, level)!;
  return (high - low) / 2;
};

describe('the t interval', () => {
  it('is the textbook one over the facts of one seed', () => {
    const [row] = table(1, 9) as [number[]];
    const error = Math.sqrt(squares(row) / 8 / 9);
    expect(halfWidth(meanOf([row], [0]))).toBeCloseTo(studentReach(0.95, 8) * error, 10);
    expect(meanOf([row], [0]).point).toBeCloseTo(mean(row), 12);
  });

  it('is the textbook one over the means of seeds that have facts of their own', () => {
    const values = table(4, 6);
    const error = Math.sqrt(squares(values.map(mean)) / 3 / 4);
    expect(halfWidth(meanOf(values, [0, 1, 2, 3]))).toBeCloseTo(studentReach(0.95, 3) * error, 10);
  });

  it('adds up the mean squares of a crossed design where seeds share their facts', () => {
    const [S, F] = [3, 7];
    const values = table(S, F);
    const rows = values.map(mean);
    const columns = values[0]!.map((_, fact) => mean(values.map((row) => row[fact]!)));
    const all = mean(rows);
    let rest = 0;
    values.forEach((row, s) => {
      row.forEach((value, f) => {
        rest += (value - rows[s]! - columns[f]! + all) ** 2;
      });
    });
    const seeds = squares(rows) / (S - 1) / S;
    const facts = squares(columns) / (F - 1) / F;
    const both = rest / ((S - 1) * (F - 1)) / (S * F);
    const estimate = meanOf(values, [0, 0, 0]);
    const own = Math.max(0, facts - both);
    expect(jackknifeError(estimate)).toBeCloseTo(Math.sqrt(seeds + own), 10);
    const reach = (seeds * studentReach(0.95, S - 1) + own * studentReach(0.95, F - 1)) / (seeds + own);
    expect(halfWidth(estimate)).toBeCloseTo(reach * Math.sqrt(seeds + own), 10);
  });

  it('knows facts that lie in several data directories for the same', () => {
    const noise = createRandom(7, 'noise');
    const values = Array.from({ length: 3 }, () =>
      Array.from({ length: 7 }, (_, f) => f + noise.normal() / 5),
    );
    const own = meanOf(values, [0, 1, 2]);
    const same = meanOf(values, [0, 1, 2], 0, [0, 0, 0]);
    expect(jackknifeError(same)).toBeCloseTo(jackknifeError(meanOf(values, [0, 0, 0])), 12);
    // Facts differ by more than runs do: what they say of other facts is not in the variance over runs.
    expect(jackknifeError(same)).toBeGreaterThan(4 * jackknifeError(own));
  });

  it('takes the wider of runs and data where only some runs share their data', () => {
    // Two data directories that differ, and nothing else.
    const values = [0, 0, 1, 1].map((level) => [level, level, level]);
    const estimate = meanOf(values, [0, 0, 1, 1]);
    expect(halfWidth(estimate)).toBeCloseTo(studentReach(0.95, 1) * 0.5, 10);
  });

  it('lets what two estimates share cancel', () => {
    const values = table(3, 5);
    const [a, b] = [meanOf(values, [0, 1, 2]), meanOf(values, [0, 1, 2], 2)];
    expect(intervalOf(difference(b, a), 0.95)).toEqual({
      low: expect.closeTo(2, 12),
      high: expect.closeTo(2, 12),
    });
  });

  it('gives way to percentiles where leaving something out leaves no number', () => {
    const estimate = combine((value) => (value > 10 ? value : Number.NaN), meanOf(table(3, 5), [0, 1, 2]));
    expect(intervalOf({ ...estimate, point: 1 }, 0.95)).toBeUndefined();
    const infinite = { ...meanOf(table(3, 5), [0, 1, 2]), point: Number.POSITIVE_INFINITY };
    expect(intervalOf(infinite, 0.95)!.high).toBeLessThan(2);
  });
});

describe('the p-value', () => {
  it("is that of Student's t, and the level at which the interval reaches the edge", () => {
    const [row] = table(1, 12) as [number[]];
    const estimate = meanOf([row], [0]);
    for (const level of [0.5, 0.95, 0.9999]) {
      const { low, high } = intervalOf(estimate, level)!;
      expect(pValue(estimate, low)! / (1 - level)).toBeCloseTo(1, 6);
      expect(pValue(estimate, high)! / (1 - level)).toBeCloseTo(1, 6);
    }
    expect(pValue(estimate, estimate.point)).toBeCloseTo(1, 6);
  });

  it('is no smaller than the resamples can tell', () => {
    const draws = Float64Array.from({ length: 199 }, (_, i) => 1 + i / 199);
    expect(pValue({ point: 1.5, draws }, 0)).toBe(0.01);
    expect(pValue({ point: 1.5, draws: new Float64Array(0) }, 0)).toBeUndefined();
  });
});

it('an effect of the smallest detectable size is found as often as the power says', () => {
  const facts = 10;
  const detect = smallestDetectable(meanOf(table(1, 400), [0]), 0.95, 0.8)! * Math.sqrt(400 / facts);
  let found = 0;
  for (let i = 0; i < 1000; i++) {
    const row = Array.from({ length: facts }, () => detect + random.normal());
    const reach = studentReach(0.95, facts - 1) * Math.sqrt(squares(row) / (facts - 1) / facts);
    if (mean(row) - reach > 0) found++;
  }
  // The size is of a large sample here, whose t is a little smaller.
  expect(found / 1000).toBeGreaterThan(0.68);
  expect(found / 1000).toBeLessThan(0.84);
});
