import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { afterAll, expect, test } from 'vitest';
import { testData } from '../testing/test-data.js';
import { readTextDocuments, splitDocuments } from './read-text-documents.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-text-'));
afterAll(() => rmSync(directory, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

test('WikiText headings of the first level begin documents', () => {
  const larch = [
    ' = Larch = ',
    ' ',
    ' The larch is a tree . ',
    ' ',
    ' = = Leaves = = ',
    ' ',
    ' They fall . ',
  ];
  const ash = [' = Ash & Oak = ', ' ', ' x = 2 = y ', ' = 3 = ', ' ', ' = 4 = ', ' no headings , these '];
  const documents = [larch, ash].map((lines) => lines.join('\n'));
  expect(splitDocuments(` \n${documents.join('\n \n')}\n`)).toEqual(documents.map((text) => text.trim()));
});

test('text before the first heading is a document of its own', () => {
  expect(splitDocuments('Preface.\n\n = A = \n\nText.')).toEqual(['Preface.', '= A = \n\nText.']);
});

test('without headings blank lines separate documents', () => {
  expect(splitDocuments('one\ntwo\n\n\n  \nthree\n \nfour\n')).toEqual(['one\ntwo', 'three', 'four']);
  expect(splitDocuments(' \n\n')).toEqual([]);
});

test('documents carry their number and the name of their source', () => {
  const path = write('windows.txt', '\ufeffone\r\n\r\ntwo\r\nlines');
  expect(readTextDocuments(path, 'corpus/windows.txt', 'text-3-')).toEqual([
    { id: 'text-3-0', text: 'one', source: 'corpus/windows.txt' },
    { id: 'text-3-1', text: 'two\nlines', source: 'corpus/windows.txt' },
  ]);
});

test('files that are not text are refused with the reason', () => {
  const read = (path: string) => () => readTextDocuments(path, 'source', '');
  expect(read(write('a.parquet', 'PAR1'))).toThrow(
    /not read from Parquet files yet[\s\S]*write its text to a .txt/,
  );
  expect(read(write('a.jsonl', '{}'))).toThrow(/not read from .jsonl/);
  expect(read(write('latin.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9])))).toThrow(/not UTF-8/);
  expect(read(write('empty.txt', ' \n'))).toThrow(LetheError);
});

const valid = testData('wikitext-2/valid.txt');
test.skipIf(!existsSync(valid))('WikiText-2 has 60 articles in each of validation and test', () => {
  for (const split of ['valid', 'test']) {
    const documents = readTextDocuments(testData(`wikitext-2/${split}.txt`), split, '');
    expect(documents).toHaveLength(60);
    for (const { text } of documents) expect(text).toMatch(/^= [^=\n]+ = \n/);
  }
});
