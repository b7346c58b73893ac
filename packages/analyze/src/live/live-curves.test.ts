import { describe, expect, it } from 'vitest';
import { GrowingMeans, GrowingSeries } from './live-curves.js';

describe('curves that grow', () => {
  it('show means where all probes were measured, in order', () => {
    const means = new GrowingMeans();
    for (const [x, value] of [
      [10, -4],
      [10, -2],
      [5, -6],
      [5, -5],
      [7, -1],
      [12, -3],
    ] as const) {
      means.add(x, value);
    }
    means.add(12, Number.NaN);
    expect(means.points()).toEqual([
      [5, -5.5],
      [10, -3],
    ]);
    means.add(12, -1);
    expect(means.points().at(-1)).toEqual([12, -2]);
  });

  it('show blocks of many steps, whose means are the mean of all', () => {
    const series = new GrowingSeries();
    for (let step = 0; step < 1200; step++) series.add(step, step);
    const points = series.points();
    expect(points).toHaveLength(300);
    expect(points[0]).toEqual([0, 1.5]);
    expect(series.last).toEqual({ step: 1199, value: 1199 });
  });
});
