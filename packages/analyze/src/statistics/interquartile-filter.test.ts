import { describe, expect, it } from 'vitest';
import { interquartileBounds, quantile, withoutOutliers } from './interquartile-filter.js';

describe('the interquartile filter', () => {
  // numpy.percentile([7, 15, 36, 39, 40, 41], [25, 50, 75, 90]) and of the others likewise.
  it.each([
    { values: [7, 15, 36, 39, 40, 41], expected: [20.25, 37.5, 39.75, 40.5] },
    { values: [1, 2, 3, 4], expected: [1.75, 2.5, 3.25, 3.7] },
    { values: [5], expected: [5, 5, 5, 5] },
  ])('takes quantiles as numpy does: $values', ({ values, expected }) => {
    const shares = [0.25, 0.5, 0.75, 0.9];
    shares.forEach((share, i) => {
      expect(quantile(values, share)).toBeCloseTo(expected[i]!, 12);
    });
  });

  it('reaches factor interquartile ranges beyond the quartiles, in any order, without NaN', () => {
    expect(interquartileBounds([4, Number.NaN, 1, 3, 2], 2)).toEqual([1.75 - 3, 3.25 + 3]);
    expect(interquartileBounds([4, 1, 3, 2], null)).toEqual([-Infinity, Infinity]);
    expect(interquartileBounds([], 1.5)).toEqual([-Infinity, Infinity]);
  });

  it('replaces what lies beyond by NaN and keeps the bounds themselves', () => {
    // Quartiles 2 and 4, so that the bounds of factor 1.5 are -1 and 7.
    const values = Float64Array.of(2, 4, 3, 7, -1, 2, 4);
    expect(interquartileBounds(values, 1.5)).toEqual([-1, 7]);
    expect(withoutOutliers(values, 1.5)).toEqual(values);
    expect(withoutOutliers(values, 1.49)).toEqual(Float64Array.of(2, 4, 3, Number.NaN, Number.NaN, 2, 4));
    const beyond = Float64Array.of(2, 4, 3, 7.5, -1.5, 2, 4, 2, 4);
    expect(interquartileBounds(beyond, 1.5)).toEqual([-1, 7]);
    expect(withoutOutliers(beyond, 1.5)).toEqual(
      Float64Array.of(2, 4, 3, Number.NaN, Number.NaN, 2, 4, 2, 4),
    );
    expect(withoutOutliers(beyond, null)).toEqual(beyond);
  });

  it('drops an outlier among equal values, whose bounds are that value', () => {
    expect(withoutOutliers(Float64Array.of(1, 1, 1, 1, 1, 50), 1.5)).toEqual(
      Float64Array.of(1, 1, 1, 1, 1, Number.NaN),
    );
  });
});
