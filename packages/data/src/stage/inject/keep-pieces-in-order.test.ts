import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepPiecesInOrder, placePieces } from './place-pieces.js';

test('rows that are in order keep their numbers', () => {
  expect(keepPiecesInOrder([0, 1, 2, 1], [0, 1, 2, 3])).toEqual([0, 1, 2, 1]);
  expect(keepPiecesInOrder([0, 1, 2, 3], [0, 0, 1, 1])).toEqual([0, 1, 2, 3]);
});

test('the end of a text that shares an earlier row takes this row behind the others', () => {
  // Text 1 fills row 1 and ends in row 0, beside text 0.
  expect(keepPiecesInOrder([0, 1, 0], [0, 1, 1])).toEqual([1, 0, 1]);
});

test('texts of any length lie in ascending rows, with the company that they were given', () => {
  const T = 10;
  const lengths = fc.array(fc.integer({ min: 1, max: 35 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 20 }), (texts, rows) => {
      const pieces = texts.flatMap((length, text) =>
        Array.from({ length: Math.ceil(length / T) }, (_, i) => ({
          text,
          length: Math.min(T, length - i * T),
        })),
      );
      const placed = placePieces(
        pieces.map(({ length }) => length),
        rows,
        T,
      );
      fc.pre(placed !== undefined);
      const kept = keepPiecesInOrder(
        placed!,
        pieces.map(({ text }) => text),
      );
      const used = new Set(placed).size;
      expect([...new Set(kept)].sort((a, b) => a - b)).toEqual([...Array(used).keys()]);
      for (let i = 0; i < pieces.length; i++) {
        for (let j = 0; j < i; j++) {
          expect(kept[i] === kept[j]).toBe(placed![i] === placed![j]);
          if (pieces[i]!.text === pieces[j]!.text) expect(kept[i]).toBeGreaterThan(kept[j]!);
        }
      }
    }),
    { numRuns: 500 },
  );
});
