import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { testData } from '../../testing/test-data.js';
import { openCorpus } from './open-corpus.js';

// Files as users have them, each of which was once read wrongly.
const input = (name: string): string => testData(`faults/${name}`);
const [far, window31, checksum] = ['a.jsonl.zst', 'window31.jsonl.zst', 'checksum_bad.jsonl.zst'].map(input);
const [single, several, padded] = ['bigid_single.jsonl', 'bigids.jsonl', 'padded.jsonl.gz'].map(input);
const idsOf = async (path: string): Promise<string[]> =>
  (await collectDocuments(openCorpus([path]))).map(({ id }) => id);

test.skipIf(!existsSync(far!))('zstd whose matches reach 96 MiB back', async () => {
  const documents = await collectDocuments(openCorpus([far!]));
  expect(documents.map(({ id }) => id[0]).join('')).toBe('a'.repeat(99) + 'f'.repeat(105) + 'b'.repeat(99));
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  for (let i = 0; i < 99; i++) expect(texts.get(`b${i}`)).toMatch(/^\d+ /);
  const behindNumber = (id: string): string => texts.get(id)!.replace(/^\d+ /, '');
  for (let i = 0; i < 99; i++) expect(behindNumber(`b${i}`) === texts.get(`a${i}`), `b${i}`).toBe(true);
});

test.skipIf(!existsSync(window31!))('zstd with a window of 2 GiB is refused with its size', async () => {
  await expect(collectDocuments(openCorpus([window31!]))).rejects.toThrow(
    /the window of this zstd file is too large[\s\S]*a window of 2048 MiB[\s\S]*--long=31/,
  );
});

test.skipIf(!existsSync(checksum!))('zstd that does not have its checksum is refused', async () => {
  await expect(collectDocuments(openCorpus([checksum!]))).rejects.toThrow(/does not have its checksum/);
});

test.skipIf(!existsSync(single!))('64-bit ids keep their digits', async () => {
  const ids = [1, 2, 3].map((last) => `116188800713831219${last}`);
  expect(await idsOf(single!)).toEqual(ids.slice(2));
  expect(await idsOf(several!)).toEqual(ids);
});

test.skipIf(!existsSync(padded!))('gzip that is padded with zeros', async () => {
  expect(await idsOf(padded!)).toHaveLength(2);
});

const nulls = input('nullstruct.arrow');
test.skipIf(!existsSync(nulls))('a text in a struct that is null is refused', async () => {
  const options = { textField: 'meta.text' };
  await expect(collectDocuments(openCorpus([nulls], options))).rejects.toThrow(/text-absent/);
});
