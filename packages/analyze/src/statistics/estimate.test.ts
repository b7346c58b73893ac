import { describe, expect, it } from 'vitest';
import type { BootstrappedMeans } from './bootstrap-means.js';
import { meanOfColumns, weightedColumns } from './estimate.js';
import { intervalOf } from './interval-of.js';

/** Two columns over three runs: all measured the first, the last alone measured the second. */
const means: BootstrappedMeans = {
  columns: 2,
  point: Float64Array.of(2, 6),
  draws: Float64Array.of(...[2, 6], ...[1.5, 6], ...[2.5, 6], ...[1, Number.NaN]),
  leftOut: { method: 't', groups: [{ of: 'seeds', sample: '', size: 3 }] },
};

describe('columns of bootstrapped means', () => {
  it('are summed by their weights', () => {
    const sum = weightedColumns(means, [0, 1], [1, -1]);
    expect(sum.point).toBe(-4);
    expect([...sum.leftOut![0]!.values]).toEqual([-4.5, -3.5, Number.NaN]);
  });

  it('have a mean where a run that alone measured one of them is left out', () => {
    const mean = meanOfColumns(means, [0, 1], [0.75, 0.25]);
    expect(mean.point).toBe(3);
    expect([...mean.draws]).toEqual([3]);
    expect([...mean.leftOut![0]!.values]).toEqual([2.625, 3.375, 1]);
    expect(intervalOf(mean, 0.95)).toBeDefined();
  });

  it('have no mean where none is there', () => {
    expect(meanOfColumns(means, [1], [1]).leftOut![0]!.values[2]).toBeNaN();
  });
});
