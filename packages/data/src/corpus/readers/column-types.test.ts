import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LetheError } from '@lethe/contracts';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { type CorpusOptions, openCorpus } from './open-corpus.js';

// Written by pyarrow: see make-fixtures.py there.
const at = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/columns/${name}`, import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'lethe-columns-'));
afterAll(() => rmSync(directory, { recursive: true }));

const big = ['1161888007138312193', '1161888007138312192', '-5'];
const stated: Record<string, (string | undefined)[]> = {
  integer: big,
  unsigned: ['18446744073709551615', '9223372036854775808', '1'],
  decimal: big,
  money: ['12.50', '-0.07', undefined],
  wide: [`1${'0'.repeat(59)}1`, '-1', '0'],
  float: [undefined, '1.5', undefined],
  digest: [undefined, ' !"#$%&\'()*+,-./', undefined],
  bytes: ['plain', undefined, undefined],
  narrow: ['1', '2', '3'],
};

describe.each(['ids.arrow', 'ids.parquet', 'integers.parquet'])('%s', (name) => {
  test.each(Object.entries(stated))(
    'ids of the column %s are stated whole, or not at all',
    async (idField, ids) => {
      const options = { idField, onMalformed: 'skip' } as const;
      const read = await collectDocuments(openCorpus([at(name)], options));
      expect(read.map(({ id }) => id)).toEqual(ids.filter((id) => id !== undefined));
      const missing = ids.indexOf(undefined) + 1;
      if (missing === 0) return;
      await expect(collectDocuments(openCorpus([at(name)], { idField }))).rejects.toThrow(
        new RegExp(`${name}, row ${missing}: this row is malformed \\(id-missing\\)`),
      );
    },
  );

  test('a text in a struct that is null is no text', async () => {
    const options = { textField: 'meta.text', onMalformed: 'skip' } as const;
    const documents = await collectDocuments(openCorpus([at(name)], options));
    expect(documents.map(({ text }) => text)).toEqual(['one', 'three']);
    await expect(collectDocuments(openCorpus([at(name)], { textField: 'meta.text' }))).rejects.toThrow(
      /row 2: this row is malformed \(text-absent\)/,
    );
  });
});

test('a column of JSON in Parquet is text, and fields step into it', async () => {
  const path = join(directory, 'json.parquet');
  const data = [{ id: 'one', text: 'é' }, { id: 2 }, { id: 'three', text: 'c' }];
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'json', data, type: 'JSON' }] });
  writeFileSync(path, Buffer.from(bytes));
  const read = (options: CorpusOptions) => collectDocuments(openCorpus([path], options));
  const texts = await read({ textField: 'json', idField: 'json.id' });
  expect(texts.map(({ id }) => id)).toEqual(['one', '2', 'three']);
  expect(texts.map(({ text }) => JSON.parse(text))).toEqual(data);
  const nested = await read({ textField: 'json.text', onMalformed: 'skip' });
  expect(nested.map(({ text }) => text)).toEqual(['é', 'c']);
});

test.each([
  ['runs.arrow', 'runs', 'run-end encoded'],
  ['views.arrows', 'within.views', 'list view'],
])('the column of %s that arrow-js cannot read is named', async (name, column, type) => {
  const error = await collectDocuments(openCorpus([at(name)])).catch((error) => error);
  expect(error).toBeInstanceOf(LetheError);
  expect(error.problem).toMatchObject({
    what: `column "${column}" is of a type that is not supported`,
    where: at(name),
    found: type,
  });
});

test.each(['ids.arrow', 'zstd.arrow', 'lz4.arrows', 'view.arrow', 'dictionary.arrow'])(
  '%s is read or refused, whatever number stands in it',
  async (name) => {
    const folder = name === 'ids.arrow' ? 'columns' : '.';
    const whole = readFileSync(at(`../${folder}/${name}`));
    const path = join(directory, name);
    const results = new Set<string>();
    const values = [-1n, 0n, 2n ** 31n - 1n, 2n ** 40n, 2n ** 63n - 1n];
    for (let at = 8; at + 8 <= whole.length; at += 8) {
      const bytes = Buffer.from(whole);
      bytes.writeBigInt64LE(values[(at / 8) % values.length]!, at);
      writeFileSync(path, bytes);
      const open = openCorpus([path], { format: 'arrow', onMalformed: 'skip' });
      const result = await collectDocuments(open).catch((error) => error);
      const isRefused = result instanceof LetheError;
      if (!isRefused) expect(result.length, `byte ${at}`).toBeLessThanOrEqual(6);
      results.add(isRefused ? 'refused' : 'read');
    }
    expect([...results].sort()).toEqual(['read', 'refused']);
  },
);
