import { describe, expect, it } from 'vitest';
import { chooseBands, describeSCurve, matchProbability } from './minhash-settings.js';

describe('chooseBands', () => {
  it('chooses what datasketch chooses with the same weights', () => {
    // MinHashLSH(threshold=..., num_perm=128), weights (0.5, 0.5).
    expect(chooseBands(0.5, 128, 0.5)).toEqual({ bands: 25, rows: 5 });
    expect(chooseBands(0.8, 128, 0.5)).toEqual({ bands: 9, rows: 13 });
  });

  it('matches more the more a miss weighs', () => {
    const at = (missWeight: number): number => {
      const { bands, rows } = chooseBands(0.8, 128, missWeight);
      return matchProbability(0.8, bands, rows);
    };
    expect(at(0.5)).toBeLessThan(at(0.9));
    expect(at(0.9)).toBeLessThan(at(0.99));
  });

  it('takes no more bins than there are', () => {
    for (const bins of [1, 2, 7, 30]) {
      const { bands, rows } = chooseBands(0.7, bins, 0.9);
      expect(bands * rows).toBeLessThanOrEqual(bins);
    }
  });
});

describe('matchProbability', () => {
  // bands, rows -> P(match) at 0.8
  it.each([
    [14, 8, 0.924],
    [20, 13, 0.677],
    [26, 11, 0.903],
    [1, 1, 0.8],
    [2, 1, 0.96],
  ])('of %i bands x %i rows at 0.8 is %f', (bands, rows, expected) => {
    expect(matchProbability(0.8, bands, rows)).toBeCloseTo(expected, 3);
  });
});

describe('describeSCurve', () => {
  it('names the midpoint and the probabilities', () => {
    const text = describeSCurve(14, 8);
    expect(text).toContain('= 0.719');
    expect(text).toContain('0.8: 92.4 %');
    expect(text).toContain('0.9: 99.96 %');
  });
});
