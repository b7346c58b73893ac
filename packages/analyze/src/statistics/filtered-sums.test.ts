import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { filteredSums } from './filtered-sums.js';
import { withoutOutliers } from './interquartile-filter.js';

describe('sums without outliers', () => {
  it.each([0.3, 1.5, 2])('are those of filtering what is left, by a factor of %s', (factor) => {
    const random = createRandom(1, 'filtered sums');
    const values = Float64Array.from({ length: 60 }, (_, i) =>
      i % 9 === 4 ? Number.NaN : Math.round(4 * random.normal() ** 3) / 4,
    );
    const sets = [
      Int32Array.of(),
      Int32Array.of(3),
      Int32Array.of(4),
      Int32Array.of(10, 2, 31, 58),
      Int32Array.from({ length: 58 }, (_, i) => i),
      Int32Array.from({ length: 60 }, (_, i) => i),
    ];
    const { sums, counts } = filteredSums(values, sets, factor);
    sets.forEach((set, s) => {
      const left = values.map((value, i) => (set.includes(i) ? Number.NaN : value));
      const kept = withoutOutliers(left, factor).filter((value) => !Number.isNaN(value));
      expect(counts[s]).toBe(kept.length);
      expect(sums[s]).toBeCloseTo(
        kept.reduce((sum, value) => sum + value, 0),
        10,
      );
    });
  });
});
