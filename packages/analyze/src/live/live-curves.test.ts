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

  it('keep a bounded number of places however many there are, those that all probes reach', () => {
    const means = new GrowingMeans();
    const places = 50_000;
    // The second probe is measured at every other place only.
    for (let x = 0; x < places; x++) {
      means.add(x, x);
      if (x % 2 === 0) means.add(x, x + 2);
    }
    const points = means.points();
    expect(points.length).toBeGreaterThan(250);
    expect(points.length).toBeLessThanOrEqual(301);
    for (const [x, y] of points) {
      expect(x % 2).toBe(0);
      expect(y).toBe(Number((x + 1).toPrecision(6)));
    }
    expect(points[0]![0]).toBe(0);
    expect(points.at(-1)![0]).toBe(places - 2);
    const gaps = points.slice(1).map(([x], i) => x - points[i]![0]);
    expect(Math.max(...gaps)).toBeLessThan((3 * places) / 300);
  });

  it('join blocks as steps come in, and lose none', () => {
    const series = new GrowingSeries();
    const length = 100_003;
    for (let step = 0; step < length; step++) series.add(step, 1 + step);
    const points = series.points();
    expect(points.length).toBeGreaterThan(150);
    expect(points.length).toBeLessThanOrEqual(300);
    const size = points[1]![0] - points[0]![0];
    points.slice(0, -1).forEach(([step, mean], block) => {
      expect(step).toBe(block * size);
      expect(mean).toBe(Number((1 + step + (size - 1) / 2).toPrecision(6)));
    });
    expect(points.at(-1)).toEqual([
      points.at(-1)![0],
      Number((1 + (points.at(-1)![0] + length - 1) / 2).toPrecision(6)),
    ]);
    expect(series.last).toEqual({ step: length - 1, value: length });
  });
});
