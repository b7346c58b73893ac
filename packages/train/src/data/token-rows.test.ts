import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, createTableWriter, sequences, tableFiles } from '@lethe/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTinyData } from '../testing/tiny-data.js';
import { readSequences } from './read-sequences.js';
import { readTrainingBatches, type TrainingBatch } from './read-training-batches.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-token-rows-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const VOCABULARY = 16;

/** A sequences table in shards and batches of odd sizes. */
function writeSequences(length: number): number {
  const writer = createTableWriter(directory, sequences, { listSize: length, shardBytes: 4000 });
  const random = createRandom(1, 'token rows');
  let rows = 0;
  for (const size of [5, 1, 17, 2, 30, 9, 40]) {
    writer.writeRows(
      Array.from({ length: size }, () => ({
        tokens: Array.from({ length }, () => random.int(VOCABULARY)),
        document_ids: ['a', 'b'].slice(random.int(2)),
        document_starts: [0, 3].slice(random.int(2)),
        loss_spans: [],
      })),
    );
    rows += size;
  }
  writer.close();
  return rows;
}

it('rows in files are those in memory, in any order', async () => {
  const count = writeSequences(8);
  expect(tableFiles(directory, sequences).length).toBeGreaterThan(1);
  const inMemory = await readSequences(directory, VOCABULARY);
  const inFiles = await readSequences(directory, VOCABULARY, { memoryBytes: 0 });
  expect({ ...inFiles, tokens: null }).toEqual({ ...inMemory, tokens: null });
  const random = createRandom(2, 'order');
  const numbers = [count - 1, 0, ...Array.from({ length: 200 }, () => random.int(count))];
  const read = await inFiles.tokens.read(numbers);
  expect(read).toEqual(await inMemory.tokens.read(numbers));
  expect(new Set(read).size).toBe(VOCABULARY);
  await inFiles.tokens.close();
});

it('training sees the same batches', async () => {
  writeTinyData(directory, {
    ...{ steps: 12, batchSize: 3, sequenceLength: 8, vocabSize: VOCABULARY },
    injections: { 1: [9, 8, 7] },
  });
  const batchesOf = async (memoryBytes: number) => {
    const opened = await readSequences(directory, VOCABULARY, { memoryBytes });
    const all: TrainingBatch[] = [];
    for await (const batch of readTrainingBatches(directory, opened, 3, { from: 1 })) all.push(batch);
    await opened.tokens.close();
    return all;
  };
  const batches = await batchesOf(0);
  expect(batches.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(batches).toEqual(await batchesOf(1e9));
});

it('a file that becomes shorter meanwhile is said', async () => {
  const count = writeSequences(8);
  const { tokens } = await readSequences(directory, VOCABULARY, { memoryBytes: 0 });
  const [first] = tableFiles(directory, sequences);
  truncateSync(first!, 100);
  await expect(tokens.read([0])).rejects.toThrow(/truncated while training runs[\s\S]*row 0/);
  // Others are as they were.
  expect((await tokens.read([count - 1])).length).toBe(8);
  await tokens.close();
});
