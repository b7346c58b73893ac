import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile } from './interquartile-filter.js';
import { percentileInterval } from './percentile-interval.js';
import { placeOrder } from './place-order.js';

const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});
/** -0 and 0 are the same value, in any order. */
const plain = (value: number): number => value + 0;

describe('an order statistic', () => {
  it('is what sorting puts at its place, with smaller values before it (property)', () => {
    fc.assert(
      fc.property(values, fc.nat(59), (list, at) => {
        const rank = at % list.length;
        const placed = Float64Array.from(list);
        const sorted = Float64Array.from(list).sort();
        expect(plain(placeOrder(placed, rank))).toBe(plain(sorted[rank]!));
        expect(placed.slice().sort().map(plain)).toEqual(sorted.map(plain));
        placed.forEach((value, i) => {
          expect(i < rank ? value <= placed[rank]! : value >= placed[rank]!).toBe(true);
        });
      }),
    );
  });

  it('gives the interval of many draws that sorting gives, narrow or wide', () => {
    const random = createRandom(1, 'draws');
    for (const [size, grain] of [
      [200, 8],
      [1500, 8],
      [2000, 1e9],
      [3001, 0.5],
    ] as const) {
      const draws = Float64Array.from({ length: size }, () => Math.round(grain * random.normal()) / grain);
      const sorted = draws.slice().sort();
      for (const level of [0.02, 0.5, 0.9, 0.95, 0.99]) {
        expect(percentileInterval(draws, level)).toEqual({
          low: quantile(sorted, (1 - level) / 2),
          high: quantile(sorted, (1 + level) / 2),
        });
      }
    }
  });

  it('gives the percentile interval that sorting gives (property)', () => {
    const draws = fc.array(fc.oneof(fc.double(), fc.double({ min: -5, max: 5, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    });
    const ownQuantile = (sorted: number[], share: number): number => {
      const place = share * (sorted.length - 1);
      const below = Math.floor(place);
      return below + 1 < sorted.length
        ? sorted[below]! + (place - below) * (sorted[below + 1]! - sorted[below]!)
        : sorted[below]!;
    };
    fc.assert(
      fc.property(draws, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, level) => {
        const finite = list.filter(Number.isFinite).sort((a, b) => a - b);
        const interval = percentileInterval(Float64Array.from(list), level);
        if (finite.length === 0 || finite.length < list.length / 2) {
          expect(interval).toBeUndefined();
          return;
        }
        expect(plain(interval!.low)).toBe(plain(ownQuantile(finite, (1 - level) / 2)));
        expect(plain(interval!.high)).toBe(plain(ownQuantile(finite, (1 + level) / 2)));
      }),
    );
  });
});
