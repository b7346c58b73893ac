import { expect, test } from 'vitest';
import type { CorpusReader } from './corpus-reader.js';
import { corpusReaders } from './corpus-readers.js';
import { formatOfDataFile, formatOfName } from './detect-format.js';

const readers: readonly CorpusReader[] = corpusReaders;

test('no two readers have a name or an extension in common', () => {
  const names = readers.map(({ name }) => name);
  const extensions = readers.flatMap(({ extensions, looseExtensions = [] }) => [
    ...extensions,
    ...looseExtensions,
  ]);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(extensions).size).toBe(extensions.length);
});

test.each([
  ['a/x.jsonl', 'jsonl'],
  ['x.NDJSON.gz', 'jsonl'],
  ['x.parquet', 'parquet'],
  ['x.feather', 'arrow'],
  ['x.arrows.zst', 'arrow'],
  ['x.text', 'text'],
  ['wiki.train.raw.gz', 'text'],
])('%s is %s, on this machine and on the hub', (path, format) => {
  expect(formatOfName(path)).toBe(format);
  expect(formatOfDataFile(path)).toBe(format);
});

test.each(['README.md', 'LICENSE', '.gitattributes'])('%s is text, but no data on the hub', (path) => {
  expect(formatOfName(path)).toBe('text');
  expect(formatOfDataFile(path)).toBeUndefined();
});

test.each(['x.csv', 'x.pdf', 'x.jsonl.bz2'])('the name %s tells nothing', (path) => {
  expect(formatOfName(path)).toBeUndefined();
});
