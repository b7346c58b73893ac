import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testData } from '../../testing/test-data.js';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { openCorpus } from '../readers/open-corpus.js';
import { describeCorpus } from './describe-corpus.js';

const documents: CorpusDocument[] = [
  { id: 'a', text: 'one two', source: 'x' },
  { id: 'b', text: 'one two', source: 'y' },
  { id: 'c', text: 'drei ä🙂', source: 'x' },
  { id: 'd', text: '', source: 'x' },
  { id: 'e', text: 'one two', source: 'x' },
];
async function* open() {
  yield documents.slice(0, 2);
  yield documents.slice(2);
}

test('a corpus of five documents, counted by hand', async () => {
  const statistics = await describeCorpus(open);
  expect(statistics).toMatchObject({ documents: 5, blankDocuments: 1, words: 8, characters: 28, bytes: 32 });
  expect(statistics.lengths.words).toMatchObject({ values: 5, mean: 8 / 5, at: { 0: 0, 0.25: 2, 1: 2 } });
  expect(statistics.lengths.bytes.at).toMatchObject({ 0: 0, 0.25: 7, 0.5: 7, 0.75: 7, 0.9: 11, 1: 11 });
  expect(statistics.duplicates).toEqual({
    texts: 3,
    redundantDocuments: 2,
    multiplicity: [
      { copies: 1, texts: 2 },
      { copies: 3, texts: 1 },
    ],
  });
  expect(statistics.sources).toEqual([
    { source: 'x', documents: 4, characters: 21 },
    { source: 'y', documents: 1, characters: 7 },
  ]);
});

test('memory that holds one text gives the same in more passes', async () => {
  const passes: number[] = [];
  const statistics = await describeCorpus(open, { maxTexts: 1, onPass: (pass) => passes.push(pass) });
  expect(statistics).toEqual(await describeCorpus(open));
  expect(passes.length).toBeGreaterThanOrEqual(2);
});

test('an empty corpus, and an aborted description', async () => {
  const empty = await describeCorpus(async function* () {});
  expect(empty).toMatchObject({ documents: 0, duplicates: { texts: 0 }, lengths: { words: { mean: 0 } } });
  const aborted = describeCorpus(open, { signal: AbortSignal.abort(new Error('stop')) });
  await expect(aborted).rejects.toThrow('stop');
});

test('sources beyond the first 10,000 are counted together', async () => {
  const many = Array.from({ length: 10_003 }, (_, i) => ({ id: `${i}`, text: 't', source: `s${i}` }));
  const statistics = await describeCorpus(async function* () {
    yield many;
    yield [{ id: 'again', text: 't', source: 's0' }];
  });
  expect(statistics.sources).toHaveLength(10_000);
  expect(statistics.sources[0]).toEqual({ source: 's0', documents: 2, characters: 2 });
  expect(statistics.documentsOfOtherSources).toBe(3);
});

const path = testData('wikitext-2/valid.txt');

describe.skipIf(!existsSync(path))('the validation part of WikiText-2', () => {
  test('has its 60 articles', async () => {
    const statistics = await describeCorpus(openCorpus([path]));
    expect(statistics).toMatchObject({ documents: 60, duplicates: { redundantDocuments: 0 } });
  });
});
