import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans, columnMeans } from './bootstrap-means.js';
import {
  addValue,
  clustersIn,
  completeColumns,
  createClusterTable,
  fullColumns,
  selectColumns,
  sumColumns,
} from './cluster-table.js';
import { columnEstimate, combine, standardError } from './estimate.js';
import { percentileInterval } from './percentile-interval.js';
import { resampleClusters } from './resample-clusters.js';

describe('resampling of clusters', () => {
  it('draws as many clusters as there are, the same for the same seed and purpose', () => {
    const draws = resampleClusters(1, 'a', 50, 7);
    for (let b = 0; b < 50; b++) {
      expect(draws.subarray(b * 7, b * 7 + 7).reduce((sum, weight) => sum + weight, 0)).toBe(7);
    }
    expect(resampleClusters(1, 'a', 50, 7)).toEqual(draws);
    expect(resampleClusters(2, 'a', 50, 7)).not.toEqual(draws);
    expect(resampleClusters(1, 'b', 50, 7)).not.toEqual(draws);
  });

  it('means equal those of the drawn values written out (property)', () => {
    const rows = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(rows, fc.nat(1000), (clusters, seed) => {
        const table = createClusterTable(clusters.length, 1);
        clusters.forEach((values, cluster) => {
          for (const value of values) addValue(table, cluster, 0, value);
          addValue(table, cluster, 0, Number.NaN);
        });
        const weights = resampleClusters(seed, 'p', 5, clusters.length);
        const { point, draws } = bootstrapMeans(table, weights);
        const closeTo = (value: number) => (Number.isNaN(value) ? value : expect.closeTo(value, 12));
        const mean = (values: number[]): number =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(point[0]).toEqual(closeTo(mean(clusters.flat())));
        for (let b = 0; b < 5; b++) {
          const drawn = clusters.flatMap((values, cluster) =>
            Array.from({ length: weights[b * clusters.length + cluster]! }, () => values).flat(),
          );
          expect(draws[b]).toEqual(closeTo(mean(drawn)));
        }
      }),
    );
  });

  it('of many columns are those of each column by itself, whatever is missing (property)', () => {
    const cells = fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(cells, fc.nat(1000), fc.boolean(), (values, seed, same) => {
        const table = createClusterTable(4, 3);
        values.forEach((_, i) => {
          const at = same ? i - (i % 3) : i;
          addValue(table, Math.floor(i / 3), i % 3, values[at] ?? Number.NaN);
        });
        const weights = resampleClusters(seed, 'columns', 20, 4);
        const all = bootstrapMeans(table, weights);
        for (const c of [0, 1, 2]) {
          const one = bootstrapMeans(selectColumns(table, [c]), weights);
          expect(all.point[c]).toBe(one.point[0]);
          for (let b = 0; b < 20; b++) expect(all.draws[b * 3 + c]).toEqual(one.draws[b]);
        }
      }),
    );
  });

  it('of more columns than are summed at a time are those of each column by itself', () => {
    const [clusters, columns, resamples] = [6, 1100, 4];
    const table = createClusterTable(clusters, columns);
    for (let i = 0; i < clusters * columns; i++) {
      if (i % 7 !== 0) addValue(table, i % clusters, Math.floor(i / clusters), Math.sin(i));
    }
    const weights = resampleClusters(5, 'strips', resamples, clusters);
    const { draws } = bootstrapMeans(table, weights);
    for (let c = 0; c < columns; c++) {
      const one = bootstrapMeans(selectColumns(table, [c]), weights).draws;
      for (let b = 0; b < resamples; b++) expect(draws[b * columns + c]).toBe(one[b]);
    }
  });

  it('of columns that differ in one cluster alone are told apart', () => {
    const clusters = 5;
    const weights = resampleClusters(2, 'one', 8, clusters);
    for (let odd = 0; odd < clusters; odd++) {
      // Once in its value, once in its number of values, whose sum is the same.
      for (const extra of [[7], [1, -1]]) {
        const table = createClusterTable(clusters, 2);
        for (let cluster = 0; cluster < clusters; cluster++) {
          for (const c of [0, 1]) addValue(table, cluster, c, 3 + cluster);
        }
        for (const value of extra) addValue(table, odd, 1, value);
        const { point, draws } = bootstrapMeans(table, weights);
        const second = bootstrapMeans(selectColumns(table, [1]), weights);
        expect(point[1]).toBe(second.point[0]);
        expect(draws.filter((_, i) => i % 2 === 1)).toEqual(second.draws);
        expect(point[1]).not.toBe(point[0]);
      }
    }
  });

  it('means of summed columns are sums of their means', () => {
    const table = createClusterTable(3, 4);
    for (let i = 0; i < 12; i++) addValue(table, i % 3, Math.floor(i / 3), Math.sin(i));
    addValue(table, 1, 3, 5);
    expect(completeColumns(table)).toEqual([3]);
    for (const c of [0, 1, 2]) addValue(table, 1, c, c);
    expect(completeColumns(table)).toEqual([0, 1, 2, 3]);
    const weights = resampleClusters(3, 'sums', 10, 3);
    const sum = { columns: Int32Array.of(0, 3), weights: Float64Array.of(2, -1) };
    const summed = bootstrapMeans(sumColumns(table, [sum]), weights);
    const { draws } = bootstrapMeans(table, weights);
    for (let b = 0; b < 10; b++) {
      expect(summed.draws[b]).toBeCloseTo(2 * draws[b * 4]! - draws[b * 4 + 3]!, 12);
    }
  });

  it('works on any columns of a table', () => {
    const table = createClusterTable(2, 3);
    for (const c of [0, 1, 2]) for (const cluster of [0, 1]) addValue(table, cluster, c, 10 * c + cluster);
    expect([...columnMeans(selectColumns(table, [2, 0]))]).toEqual([20.5, 0.5]);
    addValue(table, 0, 1, 5);
    expect(clustersIn(table, 1)).toBe(2);
    expect(clustersIn(createClusterTable(3, 1), 0)).toBe(0);
    expect(fullColumns(table)).toEqual([1]);
    expect(fullColumns(createClusterTable(3, 2))).toEqual([]);
  });

  it('gives intervals that cover the true mean about as often as they say', () => {
    const trials = 300;
    const clusters = 40;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const random = createRandom(trial, 'coverage');
      const table = createClusterTable(clusters, 1);
      for (let cluster = 0; cluster < clusters; cluster++) {
        const effect = random.normal();
        // Values of a cluster hang together: an interval over values would be far too narrow.
        for (let i = 0; i < 5; i++) addValue(table, cluster, 0, 2 + effect + 0.2 * random.normal());
      }
      const weights = resampleClusters(trial, 'coverage', 400, clusters);
      const interval = percentileInterval(columnEstimate(bootstrapMeans(table, weights), 0).draws, 0.9)!;
      if (interval.low < 2 && interval.high > 2) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.84);
    expect(covered / trials).toBeLessThan(0.95);
  });
});

describe('estimates', () => {
  const draws = Float64Array.from({ length: 101 }, (_, i) => 100 - i);

  it('have percentile intervals of their finite draws, and none where most are not finite', () => {
    expect(percentileInterval(draws, 0.9)).toEqual({
      low: expect.closeTo(5, 9),
      high: expect.closeTo(95, 9),
    });
    const broken = Float64Array.of(Number.NaN, 3, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, 2);
    expect(percentileInterval(broken, 0.5)).toEqual({ low: 1.5, high: 2.5 });
    expect(percentileInterval(Float64Array.of(1, Number.NaN, Number.NaN), 0.9)).toBeUndefined();
    expect(percentileInterval(new Float64Array(0), 0.9)).toBeUndefined();
  });

  it('have standard errors', () => {
    expect(standardError(Float64Array.of(1, 2, 3, 4, Number.NaN))).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(standardError(Float64Array.of(1))).toBeNaN();
  });

  it('combine resample by resample, so that what they share cancels', () => {
    const a = { point: 50, draws };
    const difference = combine((x, y) => x - y, { point: 53, draws: draws.map((x) => x + 3) }, a);
    expect(difference.point).toBe(3);
    expect(standardError(difference.draws)).toBe(0);
  });
});
