import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { corpus, writeTable } from '@lethe/contracts';
import {
  LargeUtf8,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Table,
  tableFromArrays,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { createFictionalKnowledge } from '../../testing/create-fictional-knowledge.js';
import type { ReadSummary } from './corpus-pass.js';
import { type CorpusOptions, openCorpus } from './open-corpus.js';
import { splitDocuments } from './split-documents.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-formats-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Row {
  id: string;
  text: string;
}
const jsonl = (rows: readonly Row[], end = '\n'): Buffer =>
  Buffer.from(rows.map((row) => JSON.stringify(row) + end).join(''));
const columns = (rows: readonly Row[]) => ({
  id: rows.map(({ id }) => id),
  text: rows.map(({ text }) => text),
});

const writers: Record<string, (rows: readonly Row[]) => Promise<Uint8Array> | Uint8Array> = {
  'a.jsonl': (rows) => jsonl(rows),
  'crlf.jsonl': (rows) => jsonl(rows, '\r\n').subarray(0, -2),
  'a.jsonl.gz': (rows) => Buffer.concat([gzipSync(jsonl(rows.slice(0, 3))), gzipSync(jsonl(rows.slice(3)))]),
  'a.parquet': (rows) => {
    const { id, text } = columns(rows);
    const columnData = [
      { name: 'id', data: id, type: 'STRING' as const },
      { name: 'text', data: text, type: 'STRING' as const },
    ];
    return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 5, codec: 'UNCOMPRESSED' }));
  },
  'utf8.arrow': (rows) => {
    const { id, text } = columns(rows);
    const table = new Table({
      id: vectorFromArray(id, new LargeUtf8()),
      text: vectorFromArray(text, new Utf8()),
    });
    return RecordBatchFileWriter.writeAll(table).toUint8Array();
  },
  // Strings of a plain array become a dictionary.
  'a.arrow': (rows) => RecordBatchFileWriter.writeAll(tableFromArrays(columns(rows))).toUint8Array(),
  'a.arrows': (rows) => RecordBatchStreamWriter.writeAll(tableFromArrays(columns(rows))).toUint8Array(),
};

const unicode = fc.string({ unit: 'binary', maxLength: 40 });
const rows = fc
  .uniqueArray(unicode, { minLength: 1, maxLength: 12 })
  .chain((ids) => fc.tuple(...ids.map((id) => unicode.map((text) => ({ id: `i${id}`, text })))));

test.each(Object.keys(writers))('any documents come back from %s (property)', async (name) => {
  const path = join(directory, name);
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      writeFileSync(path, await writers[name]!(rows));
      const expected = rows.map((row) => ({ ...row, source: name }));
      expect(await collectDocuments(openCorpus([path]))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('any documents come back from a corpus table (property)', async () => {
  const path = join(directory, 'table');
  mkdirSync(path);
  await fc.assert(
    fc.asyncProperty(rows, unicode, async (rows, source) => {
      const documents = rows.map((row) => ({ ...row, source }));
      writeTable(path, corpus, documents);
      expect(await collectDocuments(openCorpus([path]))).toEqual(documents);
    }),
    { numRuns: 40 },
  );
});

test('a text file has the documents that splitDocuments finds, whatever its lines (property)', async () => {
  const path = join(directory, 'a.txt');
  const line = fc.constantFrom('', ' ', ' = A = ', '= B =', ' = = C = = ', 'text', ' x \r y', '\ufeff', '\r');
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
      const text = lines.join(end);
      writeFileSync(path, text);
      const documents = await collectDocuments(openCorpus([path]));
      const whole = new TextDecoder().decode(Buffer.from(text)).replace(/\r\n?/g, '\n');
      expect(documents.map(({ text }) => text)).toEqual(splitDocuments(whole));
      expect(documents.map(({ id }) => id)).toEqual(documents.map((_, i) => `a.txt-${i}`));
    }),
    { numRuns: 300 },
  );
});

const skipping = (): { options: CorpusOptions; summary: () => ReadSummary | undefined } => {
  let summary: ReadSummary | undefined;
  const onSummary = (seen: ReadSummary): void => {
    summary = seen;
  };
  return { options: { onMalformed: 'skip', onSummary }, summary: () => summary };
};

test.each(['a.parquet', 'a.arrow', 'utf8.arrow'])(
  'rows of %s that are no text are skipped and counted',
  async (name) => {
    const path = join(directory, name);
    const marks = ['mark 1', 'mark 2', 'mark 3'].map((text, i) => ({ id: `${i}`, text }));
    const bytes = Buffer.from(await writers[name]!(marks));
    // A byte that is no text, and the character that commonly stands for such.
    for (let i = bytes.indexOf('mark 2'); i >= 0; i = bytes.indexOf('mark 2', i + 1)) bytes[i] = 0xe9;
    for (let i = bytes.indexOf('mark 3'); i >= 0; i = bytes.indexOf('mark 3', i + 1))
      bytes.write('\ufffd', i);
    writeFileSync(path, bytes);
    const { options, summary } = skipping();
    const documents = await collectDocuments(openCorpus([path], options));
    expect(documents.map(({ text }) => text)).toEqual(['mark 1', '\ufffdk 3']);
    expect(summary()?.skipped).toEqual([
      {
        kind: 'not-utf-8',
        count: 1,
        examples: [{ file: path, line: 2, found: expect.stringContaining('e961726b2032') }],
      },
    ]);
  },
);

test('a text with a line that is no text is skipped as a whole', async () => {
  const path = join(directory, 'latin.txt');
  writeFileSync(path, Buffer.from('one\n\ntwo\ncaf\xe9\n\nthree', 'latin1'));
  const { options, summary } = skipping();
  const documents = await collectDocuments(openCorpus([path], options));
  expect(documents.map(({ id, text }) => `${id} ${text}`)).toEqual(['latin.txt-0 one', 'latin.txt-2 three']);
  expect(summary()).toMatchObject({ documents: 2, skipped: [{ kind: 'not-utf-8', count: 1 }] });
  expect(summary()?.skipped[0]?.examples[0]?.line).toBe(4);
  await expect(collectDocuments(openCorpus([path]))).rejects.toThrow(/latin.txt, line 4/);
  const whole = openCorpus([path], { format: 'text-files' });
  await expect(collectDocuments(whole)).rejects.toThrow(/latin.txt, line 1.*not-utf-8/);
});

test('a text file that no string holds is malformed, and not read', async () => {
  const path = join(directory, 'large.txt');
  writeFileSync(path, '');
  truncateSync(path, 3 * 2 ** 30);
  const { options, summary } = skipping();
  const whole = openCorpus([path], { format: 'text-files', ...options });
  expect(await collectDocuments(whole)).toEqual([]);
  expect(summary()?.skipped).toMatchObject([{ kind: 'text-too-long', count: 1 }]);
  rmSync(path);
});

test('Fictional Knowledge is a corpus of its passages, with their paraphrases where asked', async () => {
  const path = join(directory, 'fictional.json');
  writeFileSync(path, JSON.stringify(createFictionalKnowledge(60)));
  const passages = await collectDocuments(openCorpus([path]));
  expect(passages).toHaveLength(60);
  expect(passages[1]).toEqual({ id: 'fictional.json-1', text: 'Passage 1.', source: 'fictional.json' });
  const all = await collectDocuments(openCorpus([path], { paraphrases: true }));
  expect(all).toHaveLength(60 + 40 * 2);
  expect(all.slice(0, 3).map(({ id, text }) => `${id}: ${text}`)).toEqual([
    'fictional.json-0: Passage 0.',
    'fictional.json-0-paraphrase-0: Other 0.',
    'fictional.json-0-paraphrase-1: Another 0.',
  ]);
  const text = join(directory, 'no.txt');
  writeFileSync(text, 'text');
  await expect(collectDocuments(openCorpus([text], { paraphrases: true }))).rejects.toThrow(
    /no input has any/,
  );
});
