import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testData } from '../../testing/test-data.js';
import { splitDocuments } from './split-documents.js';

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

const valid = testData('wikitext-2/valid.txt');
test.skipIf(!existsSync(valid))('WikiText-2 has 60 articles in each of validation and test', () => {
  for (const split of ['valid', 'test']) {
    const documents = splitDocuments(readFileSync(testData(`wikitext-2/${split}.txt`), 'utf8'));
    expect(documents).toHaveLength(60);
    for (const text of documents) expect(text).toMatch(/^= [^=\n]+ = \n/);
  }
});
