import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placePieces } from './place-pieces.js';

const lengths = fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 20 });

test('pieces get rows of their own, in order, as long as there are rows', () => {
  fc.assert(
    fc.property(lengths, (sizes) => {
      expect(placePieces(sizes, sizes.length + 2, 10)).toEqual([...sizes.keys()]);
    }),
  );
});

test('no row takes more than it holds, and what leaves enough room everywhere is always placed', () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 12 }), (sizes, rows) => {
      const placed = placePieces(sizes, rows, 10);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const longest = Math.max(0, ...sizes);
      if (placed === undefined) {
        // While a piece is left over, no row has room for it, so all rows are fuller than 10 - longest.
        expect(total).toBeGreaterThan(rows * (10 - longest));
        return;
      }
      const used = new Array<number>(rows).fill(0);
      placed.forEach((row, piece) => {
        used[row]! += sizes[piece]!;
      });
      expect(Math.max(...used)).toBeLessThanOrEqual(10);
      // No row is left empty while another has two pieces.
      if (placed.length >= rows && sizes.every((size) => size <= 5))
        expect(Math.min(...used)).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('pieces share rows only when rows run out', () => {
  expect(placePieces([4, 3, 5, 4], 3, 10)).toEqual([0, 1, 2, 1]);
});

test('pieces that fit only longest first are placed so', () => {
  expect(placePieces([4, 4, 6, 6], 2, 10)).toEqual([0, 1, 0, 1]);
  expect(placePieces([2, 4, 6, 8], 2, 10)).toEqual([0, 1, 1, 0]);
  expect(placePieces([6, 6, 6], 2, 10)).toBeUndefined();
});
