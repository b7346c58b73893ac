import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { afterAll, describe, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { type CorpusOptions, openCorpus } from './open-corpus.js';

// Written by pyarrow and polars: see make-fixtures.py there.
const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const long = 'one fish, two fish '.repeat(6000);
const texts = ['One line.', 'Zürich, 東京, 🜂\nand a second line\r\n', '', 'same', 'same', long];

const directory = mkdtempSync(join(tmpdir(), 'lethe-fixtures-'));
afterAll(() => rmSync(directory, { recursive: true }));

const read = (path: string, options?: CorpusOptions) => collectDocuments(openCorpus([path], options));
const binary = readdirSync(fixtures).filter((name) => /\.(parquet|arrows?|zst)$/.test(name));

test('there are fixtures of every kind', () => {
  const kinds = new Set(binary.map((name) => name.split('.').at(-1)));
  expect([...kinds].sort()).toEqual(['arrow', 'arrows', 'parquet', 'zst']);
});

describe.each(binary)('%s', (name) => {
  const nested = name.startsWith('nested') ? { textField: 'body.text', idField: 'meta.key' } : {};
  const expected = texts.map((text, i) => ({ id: `d${i}`, text, source: name }));

  test('holds the documents that were written', async () => {
    expect(await read(join(fixtures, name), nested)).toEqual(expected);
  });

  test('is recognised by its content', async () => {
    if (name.endsWith('.zst')) return;
    writeFileSync(join(directory, 'unnamed.bin'), readFileSync(join(fixtures, name)));
    const documents = await read(join(directory, 'unnamed.bin'), { ...nested, idField: false });
    expect(documents.map(({ id }) => id)).toEqual(texts.map((_, i) => `unnamed.bin-${i}`));
  });

  test('is refused when its end is missing, at whatever byte', async () => {
    const whole = readFileSync(join(fixtures, name));
    const path = join(directory, name);
    for (const length of [whole.length - 1, whole.length - 9, whole.length >> 1, 100, 9]) {
      writeFileSync(path, whole.subarray(0, length));
      const error = await read(path, nested).catch((error) => error);
      expect(error, `${length} of ${whole.length} bytes`).toBeInstanceOf(LetheError);
      expect(error.problem).toMatchObject({
        what: expect.stringMatching(/truncated or corrupt/),
        where: path,
      });
    }
  });
});

describe('a column that is asked for and absent', () => {
  test.each(['zstd.parquet', 'zstd.arrow', 'zstd.arrows'])('is named with those of %s', async (name) => {
    const error = await read(join(fixtures, name), { textField: 'body' }).catch((error) => error);
    expect(error).toBeInstanceOf(LetheError);
    expect(error.problem).toMatchObject({
      what: 'this file has no column "body"',
      found: 'columns id, n, text',
      next: 'name the column (--text-field)',
    });
    await expect(read(join(fixtures, name), { idField: 'key.a' })).rejects.toThrow(/no column "key.a"/);
  });

  test.each(['zstd.parquet', 'zstd.arrow'])('numbers and strings are ids, %s', async (name) => {
    const documents = await read(join(fixtures, name), { idField: 'n' });
    expect(documents.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test.each(['zstd.parquet', 'zstd.arrow'])('a column of numbers is no text, %s', async (name) => {
    await expect(read(join(fixtures, name), { textField: 'n' })).rejects.toThrow(
      new RegExp(`${name}, row 1: this row is malformed \\(text-not-string\\)`),
    );
  });
});
