import { createRandom, LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentRows } from './document-rows.js';
import { documentsInMemory } from './pack-sequences.js';

const END = 999;

test('every document has a row of its own, filled up with end-of-text tokens that do not count', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), start: fc.nat(5) }), { minLength: 1 }),
      fc.integer({ min: 1, max: 4 }),
      (sizes, batchRows) => {
        const documents = sizes.map(({ size }, d) => ({
          id: `d${d}`,
          tokens: Int32Array.from({ length: size }, (_, i) => 10 * d + i),
        }));
        const startOf = ({ id }: { id: string }) => sizes[Number(id.slice(1))]!.start;
        const source = documentsInMemory(documents);
        const seen: string[] = [];
        for (const batch of documentRows(source, END, 5, createRandom(1, 'test'), batchRows, startOf)) {
          expect(batch.rows).toBeLessThanOrEqual(batchRows);
          for (let row = 0; row < batch.rows; row++) {
            const [id] = batch.documentIds[row]!;
            seen.push(id!);
            const { tokens } = documents[Number(id!.slice(1))]!;
            const start = startOf({ id: id! });
            const wanted = [...tokens, ...new Array(5 - tokens.length).fill(END)];
            expect([...batch.tokens.subarray(5 * row, 5 * row + 5)]).toEqual(wanted);
            expect(batch.documentStarts[row]).toEqual([0]);
            const spans = start < tokens.length ? [start, tokens.length] : [0, 0];
            expect(batch.lossSpans[row]).toEqual(start <= 1 && tokens.length === 5 ? [] : spans);
          }
        }
        expect(seen.toSorted()).toEqual(documents.map(({ id }) => id).toSorted());
      },
    ),
  );
});

test('documents that are longer than a row are counted and refused', () => {
  const documents = [3, 9, 4, 7].map((size, d) => ({ id: `d${d}`, tokens: new Int32Array(size) }));
  const rows = () => [...documentRows(documentsInMemory(documents), END, 4, createRandom(1, 'test'), 8)];
  expect(rows).toThrow(LetheError);
  expect(rows).toThrow(/sequenceLength = 4[\s\S]*2 of 4 are longer, the longest has 9/);
});
