import { createRandom, LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackgroundOrder } from './background-order.js';
import { packSequences } from './pack-sequences.js';

const END = 999;

test('rows are the documents laid end to end, with their starts', () => {
  const lengths = fc.array(fc.nat(25), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 2, max: 9 }), fc.nat(), (sizes, width, seed) => {
      const total = sizes.reduce((sum, size) => sum + size + 1, 0);
      fc.pre(total >= width);
      // Every token tells its document and its place there.
      const documents = sizes.map((size, d) => ({
        id: `d${d}`,
        tokens: Int32Array.from({ length: size }, (_, i) => 1000 * (d + 1) + i),
      }));
      const packed = packSequences(documents, END, width, createRandom(seed, 'test'));
      expect(packed.rows).toBe(Math.floor(total / width));
      expect(packed.leftOver).toBe(total - packed.rows * width);
      const seen: string[] = [];
      for (let row = 0; row < packed.rows; row++) {
        const tokens = Array.from(packed.tokens.subarray(row * width, (row + 1) * width));
        const ids = packed.documentIds[row]!;
        const starts = packed.documentStarts[row]!;
        expect(starts[0]).toBe(0);
        expect(starts).toHaveLength(ids.length);
        for (let i = 0; i < ids.length; i++) {
          const part = tokens.slice(starts[i], starts[i + 1]);
          expect(part.length).toBeGreaterThan(0);
          const d = Number(ids[i]!.slice(1));
          for (const token of part) if (token !== END) expect(Math.floor(token / 1000) - 1).toBe(d);
          if (i + 1 < ids.length) expect(part.at(-1)).toBe(END);
          expect(part.slice(0, -1)).not.toContain(END);
        }
        for (const id of ids) if (seen.at(-1) !== id) seen.push(id);
      }
      expect(new Set(seen).size).toBe(seen.length);
      // All but the left-over tokens are there, each document's in order.
      for (const [d, { tokens }] of documents.entries()) {
        const found = Array.from(packed.tokens).filter((token) => Math.floor(token / 1000) === d + 1);
        expect(found).toEqual(Array.from(tokens.subarray(0, found.length)));
      }
    }),
    { numRuns: 60 },
  );
});

test('documents are shuffled by the seed', () => {
  const documents = Array.from({ length: 50 }, (_, d) => ({ id: `d${d}`, tokens: Int32Array.of(d, d) }));
  const first = (seed: number) => packSequences(documents, END, 150, createRandom(seed, 'test')).tokens;
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});

test('a background shorter than a row is refused with both numbers', () => {
  const pack = () =>
    packSequences([{ id: 'a', tokens: Int32Array.of(1, 2) }], END, 8, createRandom(1, 'test'));
  expect(pack).toThrow(LetheError);
  expect(pack).toThrow(/sequenceLength = 8[\s\S]*3 tokens in 1 documents/);
});

test('every epoch is a permutation of its own of all rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (rows, seed) => {
      const at = createBackgroundOrder(rows, seed);
      const epochs = [0, 1, 2].map((epoch) => Array.from({ length: rows }, (_, i) => at(epoch * rows + i)));
      for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([...Array(rows).keys()]);
      if (rows > 20) expect(epochs[0]).not.toEqual(epochs[1]);
      // Asked out of order, or by another instance, a place holds the same row.
      const again = createBackgroundOrder(rows, seed);
      expect(again(2 * rows)).toBe(epochs[2]![0]);
      expect(again(0)).toBe(epochs[0]![0]);
    }),
  );
});
