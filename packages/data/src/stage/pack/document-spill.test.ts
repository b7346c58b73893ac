import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, LetheError, readRows, sequences } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { DocumentSpill } from './document-spill.js';
import type { DocumentSource } from './pack-rows.js';
import { documentsInMemory, packSequences } from './pack-sequences.js';
import { writeSequences } from './write-sequences.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-spill-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('gives back every document in any order', () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const document = fc.record({
    id: fc.string({ unit: 'grapheme' }),
    tokens: fc.array(int32, { maxLength: 9 }).map((tokens) => Int32Array.from(tokens)),
  });
  fc.assert(
    fc.property(fc.array(document, { minLength: 1 }), fc.array(fc.nat()), (documents, reads) => {
      const spill = new DocumentSpill(directory);
      for (const [i, one] of documents.entries()) {
        spill.append(one);
        // Reading between appends disturbs nothing.
        if (reads.length % 2 === 1) expect(spill.read(i)).toEqual(one);
      }
      expect(spill.documents).toBe(documents.length);
      expect(spill.tokens).toBe(documents.reduce((sum, { tokens }) => sum + tokens.length, 0));
      for (const read of reads) {
        expect(spill.read(read % documents.length)).toEqual(documents[read % documents.length]);
      }
      spill.close();
      expect(readdirSync(directory)).toEqual([]);
    }),
  );
});

test('thousands of documents, some larger than the buffer', () => {
  const spill = new DocumentSpill(directory);
  const documentAt = (i: number) => ({
    id: `document ${i}`,
    // 1.2 MB each thousandth time; a view in the middle of a larger buffer.
    tokens: new Int32Array(300_000).fill(i).subarray(3, i % 1000 === 999 ? 300_000 : 3 + (i % 50)),
  });
  for (let i = 0; i < 2500; i++) spill.append(documentAt(i));
  for (let i = 2499; i >= 0; i -= 7) expect(spill.read(i)).toEqual(documentAt(i));
  expect(spill.read(1999)).toEqual(documentAt(1999));
  spill.close();
});

test('a file that lost its end is an error and not silence', () => {
  const spill = new DocumentSpill(directory);
  spill.append({ id: 'a', tokens: Int32Array.of(1, 2, 3) });
  spill.read(0);
  truncateSync(join(directory, 'documents.tmp'), 10);
  expect(() => spill.read(0)).toThrow(LetheError);
  spill.close();
});

test('packing from disk writes the same table as packing in memory', async () => {
  const random = createRandom(5, 'documents');
  const documents = Array.from({ length: 400 }, (_, d) => ({
    id: `d${d}`,
    tokens: Int32Array.from({ length: random.int(60) }, () => random.int(1000)),
  }));
  const table = join(directory, 'sequences.arrow');
  const write = (source: DocumentSource, onRows?: (rows: number) => void) =>
    writeSequences(
      directory,
      source,
      { endOfText: 999, sequenceLength: 16, random: createRandom(1, 'shuffle') },
      onRows,
    );
  await write(documentsInMemory(documents));
  const inMemory = readFileSync(table);
  const packed = packSequences(documents, 999, 16, createRandom(1, 'shuffle'));
  expect(
    (await readRows(directory, sequences)).map((row) => [row.tokens, row.document_ids, row.document_starts]),
  ).toEqual(
    Array.from({ length: packed.rows }, (_, row) => [
      Array.from(packed.tokens.subarray(16 * row, 16 * row + 16)),
      packed.documentIds[row],
      packed.documentStarts[row],
    ]),
  );
  rmSync(table);
  const spill = new DocumentSpill(directory);
  for (const document of documents) spill.append(document);
  const told: number[] = [];
  const size = await write(spill, (rows) => told.push(rows));
  expect(readFileSync(table).equals(inMemory)).toBe(true);
  expect(size).toEqual({ rows: packed.rows, leftOver: packed.leftOver });
  expect(told).toEqual([packed.rows]);

  rmSync(table);
  const stop = () => {
    throw new Error('stop');
  };
  await expect(write(spill, stop)).rejects.toThrow('stop');
  spill.close();
  expect(readdirSync(directory)).toEqual([]);
});
