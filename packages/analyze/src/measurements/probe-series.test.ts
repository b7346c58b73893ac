import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexAtOrBefore, interpolateAt } from './measurement-at.js';
import { buildProbeSeries, probeRow } from './probe-series.js';
import { targetLogProbability } from './target-log-probability.js';

describe('probe series', () => {
  it('average token log-probabilities by length, or add them up', () => {
    const lists = { offsets: Int32Array.of(0, 2, 2, 5), values: Float32Array.of(-1, -3, -2, -4, -6) };
    expect([...targetLogProbability(lists, 'token')]).toEqual([-2, Number.NaN, -4]);
    expect([...targetLogProbability(lists, 'target')]).toEqual([-4, Number.NaN, -12]);
  });

  it('have one row per probe; the first of two measurements stands, what is absent is NaN', () => {
    const series = buildProbeSeries(
      {
        probe: Int32Array.of(1, 0, 1, 1, 0),
        update: Int32Array.of(20, 5, 5, 20, 9),
        value: Float64Array.of(-1, -2, -3, -99, Number.NEGATIVE_INFINITY),
      },
      2,
    );
    expect([...series.updates]).toEqual([5, 9, 20]);
    expect([...probeRow(series, 0)]).toEqual([-2, Number.NaN, Number.NaN]);
    expect([...probeRow(series, 1)]).toEqual([-3, Number.NaN, -1]);
  });
});

describe('a measurement at a number of updates', () => {
  const updates = Int32Array.of(0, 4, 10, 20);
  const row = Float64Array.of(1, Number.NaN, 3, 5);

  it('is the last one at or before, past what is absent', () => {
    expect([-1, 0, 4, 9, 10, 99].map((u) => indexAtOrBefore(updates, row, u))).toEqual([-1, 0, 0, 0, 2, 3]);
  });

  it('lies on the line between its neighbours, and nowhere outside them', () => {
    expect([0, 5, 10, 15, 20].map((u) => interpolateAt(updates, row, u))).toEqual([1, 2, 3, 4, 5]);
    expect(interpolateAt(updates, row, 21)).toBeNaN();
    expect(interpolateAt(updates, row, -1)).toBeNaN();
  });

  it('is exact on a straight line (property)', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (steps, share) => {
          const at = Int32Array.from(steps).sort();
          const u = Math.round(at[0]! + share * (at.at(-1)! - at[0]!));
          expect(
            interpolateAt(
              at,
              Float64Array.from(at, (s) => 2 * s - 7),
              u,
            ),
          ).toBeCloseTo(2 * u - 7, 9);
        },
      ),
    );
  });
});
