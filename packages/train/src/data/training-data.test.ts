import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TinyData, writeTinyData } from '../testing/tiny-data.js';
import { openTrainingData } from './open-training-data.js';
import { readTrainingBatches, type TrainingBatch } from './read-training-batches.js';
import { readVocabularySize } from './vocabulary-size.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-training-data-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const tiny: TinyData = { steps: 3, batchSize: 2, sequenceLength: 8, vocabSize: 16 };

async function batches(): Promise<TrainingBatch[]> {
  const data = await openTrainingData(directory);
  const all: TrainingBatch[] = [];
  for await (const batch of readTrainingBatches(directory, data.sequences, data.batchSize)) all.push(batch);
  return all;
}

async function batchesOf(data: TinyData): Promise<TrainingBatch[]> {
  writeTinyData(directory, data);
  return batches();
}

describe('training data', () => {
  it('are background rows with the injected texts in them, one new array per step', async () => {
    writeTinyData(directory, { ...tiny, injections: { 1: [9, 8, 7] } });
    const { sequences, ...summary } = await openTrainingData(directory);
    expect(summary).toEqual({ directory, vocabSize: 16, steps: 3, batchSize: 2, injectedRows: 1 });
    const all = await sequences.tokens.read(Array.from({ length: sequences.count }, (_, i) => i));
    const row = (sequence: number): number[] => [...all.subarray(8 * sequence, 8 * sequence + 8)];
    const read = await batches();
    expect(read.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect([...read[0]!.tokens]).toEqual([...row(0), ...row(1)]);
    expect([...read[1]!.tokens]).toEqual([9, 8, 7, ...row(2).slice(0, 5), ...row(3)]);
    expect([...read[2]!.tokens]).toEqual([...row(4), ...row(5)]);
    expect(new Set(read.map(({ tokens }) => tokens.buffer)).size).toBe(3);
  });

  it('have the share of every predicted token in the loss where some do not count', async () => {
    expect((await batchesOf({ ...tiny })).every(({ weights }) => weights === undefined)).toBe(true);
    // Row 0 counts two tokens of which one is its first, row 1 all, row 2 none but the injected text.
    const lossSpans = (row: number): number[] => [[0, 1, 6, 7], [], [0, 0]][row % 3]!;
    const read = await batchesOf({ ...tiny, lossSpans, injections: { 1: [9, 8, 7] } });
    const weights = (step: number): number[] =>
      Array.from(read[step]!.weights!, (share) => Number(share.toFixed(4)));
    expect(weights(0)).toEqual([0, 0, 0, 0, 0, 0.125, 0, ...new Array<number>(7).fill(0.125)]);
    // Rows 2 and 3: of the text its second and third token, and what row 3 counts.
    const third = Number((1 / 3).toFixed(4));
    expect(weights(1)).toEqual([third, third, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, third, 0]);
  });

  it('whose loss counts nothing are refused', async () => {
    await expect(batchesOf({ ...tiny, lossSpans: (row) => (row < 2 ? [0, 1] : []) })).rejects.toThrow(
      /step 0: the loss counts no token of this batch/,
    );
  });

  it.each([[[3]], [[4, 2]], [[0, 9]], [[-1, 2]], [[0, 3, 2, 4]]])(
    'with spans %j are refused',
    async (spans) => {
      writeTinyData(directory, { ...tiny, lossSpans: (row) => (row === 5 ? spans : []) });
      await expect(openTrainingData(directory)).rejects.toThrow(
        /loss_spans of row 5 of the sequences table do not fit the row/,
      );
    },
  );

  type Edit = NonNullable<TinyData['editOrder']>;
  it.each<[string, Edit, RegExp]>([
    ['a missing row', (rows) => rows.toSpliced(3, 1), /step 1 of the order table is not a whole batch/],
    ['a short last step', (rows) => rows.slice(0, -1), /step 2 of the order table is not a whole batch/],
    ['rows out of order', (rows) => rows.toReversed(), /not sorted[\s\S]*expected: step 0, row 0/],
    [
      'a step left out',
      (rows) => rows.filter(({ step }) => step !== 1),
      /not sorted[\s\S]*found: {4}step 2, row 0/,
    ],
    ['no rows', () => [], /has no rows/],
    [
      'an unknown sequence',
      (rows) => rows.with(2, { ...rows[2]!, sequence: 40 }),
      /step 1, row 0: there is no such seq/,
    ],
    [
      'an unknown placement',
      (rows) => rows.with(2, { ...rows[2]!, placement: 'mix' }),
      /placement is not known/,
    ],
    [
      'a text that is too long',
      (rows) => rows.with(2, { ...rows[2]!, positions: [6], lengths: [3], injected_tokens: [1, 2, 3] }),
      /step 1, row 0: an injected text does not fit its row[\s\S]*6 to 9/,
    ],
    [
      'lengths that do not add up',
      (rows) => rows.with(2, { ...rows[2]!, positions: [0], lengths: [2], injected_tokens: [1, 2, 3] }),
      /do not match their lengths/,
    ],
    [
      'fewer lengths than positions',
      (rows) => rows.with(2, { ...rows[2]!, positions: [0, 3], lengths: [2], injected_tokens: [1, 2] }),
      /positions and lengths differ in number/,
    ],
    [
      'an unknown token',
      (rows) => rows.with(2, { ...rows[2]!, positions: [0], lengths: [1], injected_tokens: [16] }),
      /not in the vocabulary/,
    ],
  ])('with %s are refused before training', async (_, editOrder, message) => {
    writeTinyData(directory, { ...tiny, editOrder });
    await expect(openTrainingData(directory)).rejects.toThrow(message);
  });

  it('whose tokens are not in the vocabulary are refused', async () => {
    writeTinyData(directory, tiny);
    writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify({ model: { vocab: { a: 3 } } }));
    await expect(openTrainingData(directory)).rejects.toThrow(/holds a token that is not in the vocabulary/);
  });
});

describe('the size of the vocabulary', () => {
  const sizeOf = (tokenizer: unknown): number => {
    writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(tokenizer));
    return readVocabularySize(directory);
  };

  it('is the largest id plus one, added tokens included', () => {
    expect(sizeOf({ model: { vocab: { a: 0, b: 9 } } })).toBe(10);
    expect(sizeOf({ model: { vocab: { a: 0 } }, added_tokens: [{ id: 12, content: '<end>' }] })).toBe(13);
    expect(
      sizeOf({
        model: {
          vocab: [
            ['a', -1],
            ['b', -2],
          ],
        },
      }),
    ).toBe(2);
  });

  it('is asked for where it is missing', () => {
    expect(() => readVocabularySize(join(directory, 'none'))).toThrow(/the tokenizer cannot be read/);
    expect(() => sizeOf({ vocab: {} })).toThrow(/not a Hugging Face tokenizer/);
  });
});
