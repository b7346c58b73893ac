import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRows } from './pack-rows.js';
import { documentsInMemory, packSequences } from './pack-sequences.js';

const END = 999;

test('the size of the batches changes no row', () => {
  const lengths = fc.array(fc.nat(25), { minLength: 1, maxLength: 12 });
  const positive = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(
      lengths,
      fc.integer({ min: 2, max: 9 }),
      positive,
      fc.nat(),
      (sizes, width, batchRows, seed) => {
        fc.pre(sizes.reduce((sum, size) => sum + size + 1, 0) >= width);
        const documents = sizes.map((size, d) => ({
          id: `d${d}`,
          tokens: Int32Array.from({ length: size }, (_, i) => 1000 * (d + 1) + i),
        }));
        const whole = packSequences(documents, END, width, createRandom(seed, 'test'));
        const batches = [
          ...packRows(documentsInMemory(documents), END, width, createRandom(seed, 'test'), batchRows),
        ];
        batches.slice(0, -1).forEach(({ rows }) => {
          expect(rows).toBe(batchRows);
        });
        expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(whole.rows);
        expect(batches.flatMap(({ tokens }) => Array.from(tokens))).toEqual(Array.from(whole.tokens));
        expect(batches.flatMap(({ documentIds }) => documentIds)).toEqual(whole.documentIds);
        expect(batches.flatMap(({ documentStarts }) => documentStarts)).toEqual(whole.documentStarts);
      },
    ),
    { numRuns: 300 },
  );
});

test('rows of a small corpus, by hand', () => {
  const documents = [
    { id: 'a', tokens: Int32Array.of(1, 2, 3) },
    { id: 'b', tokens: Int32Array.of() },
    { id: 'c', tokens: Int32Array.of(4, 5, 6, 7) },
  ];
  // A shuffle that leaves the order as it is.
  const unshuffled = { ...createRandom(1, 'test'), shuffle: <T>(values: T): T => values };
  const { tokens, ...rest } = packSequences(documents, END, 3, unshuffled);
  expect([...tokens]).toEqual([1, 2, 3, END, END, 4, 5, 6, 7]);
  // The end of a document may begin a row, and belongs to the document.
  expect(rest).toEqual({
    rows: 3,
    leftOver: 1,
    documentIds: [['a'], ['a', 'b', 'c'], ['c']],
    documentStarts: [[0], [0, 1, 2], [0]],
    lossSpans: [[], [], []],
  });
});

test('where the loss begins within documents, spans say what it counts', () => {
  const documents = [
    { id: 'text', tokens: Int32Array.of(1, 2) },
    { id: 'question', tokens: Int32Array.of(3, 4, 5, 6) },
    { id: 'text', tokens: Int32Array.of(7, 8) },
  ];
  const unshuffled = { ...createRandom(1, 'test'), shuffle: <T>(values: T): T => values };
  const start = ({ id }: { id: string }) => (id === 'question' ? 3 : 0);
  const spansOf = (width: number) =>
    [...packRows(documentsInMemory(documents), END, width, unshuffled, 9, start)].flatMap((b) => b.lossSpans);
  // 1 2 END 3 4 5 6 END 7 8 END: of the question only 6 counts, and not the end behind it.
  expect(spansOf(11)).toEqual([[0, 3, 6, 7, 8, 11]]);
  expect(spansOf(5)).toEqual([
    [0, 3],
    [1, 2, 3, 5],
  ]);
  expect(spansOf(3)).toEqual([[], [0, 0], [0, 1, 2, 3]]);
});
