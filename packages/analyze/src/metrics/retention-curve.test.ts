import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retentionCurve } from './retention-curve.js';
import { binBounds, everyTime, logarithmicBins } from './time-bins.js';

describe('retention', () => {
  it('is 1 at the maximum and follows a logarithmic law exactly', () => {
    const updates = Int32Array.of(0, 10, 11, 12, 20, 110);
    const row = Float64Array.from(updates, (u) => (u <= 10 ? -8 : -8 + 2 * (1 - 0.2 * Math.log10(u - 10))));
    const { t, retention } = retentionCurve(updates, row, { before: -8, lam: -6, lamUpdate: 11 });
    expect([...t]).toEqual([0, 1, 9, 99]);
    expect(retention[0]).toBe(1);
    t.forEach((time, i) => {
      expect(retention[i]).toBeCloseTo(1 - 0.2 * Math.log10(time + 1), 12);
    });
  });

  it('may be negative, passes over what was not measured, is NaN where nothing was gained', () => {
    const updates = Int32Array.of(0, 1, 2, 3);
    const row = Float64Array.of(-4, -3, Number.NaN, -6);
    const { t, retention } = retentionCurve(updates, row, { before: -4, lam: -3, lamUpdate: 1 });
    expect([[...t], [...retention]]).toEqual([
      [0, 2],
      [1, -2],
    ]);
    expect([...retentionCurve(updates, row, { before: -3, lam: -3, lamUpdate: 1 }).retention]).toEqual([
      NaN,
      NaN,
    ]);
  });
});

describe('bins of time', () => {
  it('are single times first, then ever wider, twelve to a decade', () => {
    const bins = logarithmicBins(1000);
    expect(bins.slice(0, 10)).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6].map((t) => ({ t, from: t, to: t })),
      { t: 7, from: 7, to: 8 },
      { t: 9, from: 9, to: 9 },
      { t: 11, from: 10, to: 12 },
    ]);
    expect(bins.filter(({ from }) => from >= 100)).toHaveLength(12);
    expect(bins.at(-1)).toMatchObject({ to: 999 });
  });

  it('follow one another without gaps and end within reach (property)', () => {
    fc.assert(
      fc.property(fc.nat(5000), (reach) => {
        const bins = logarithmicBins(reach);
        bins.forEach(({ t, from, to }, i) => {
          expect(from).toBe(i === 0 ? 0 : bins[i - 1]!.to + 1);
          expect(t >= from && t <= to && to <= reach).toBe(true);
        });
        const times = Int32Array.from({ length: reach + 20 }, (_, t) => 3 * t);
        const bounds = binBounds(times, bins);
        expect(bounds[0]).toBe(0);
        bins.forEach(({ from, to }, bin) => {
          const own = times.filter((t) => t >= from && t <= to);
          expect(times.subarray(bounds[bin]!, bounds[bin + 1]!)).toEqual(own);
        });
      }),
      { numRuns: 8 },
    );
    expect(everyTime(2)).toEqual([0, 1, 2].map((t) => ({ t, from: t, to: t })));
  });
});
