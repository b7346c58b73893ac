import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { corpus, LetheError, writeTable } from '@lethe/contracts';
import { afterAll, expect, test, vi } from 'vitest';
import type { CorpusDocument } from '../../corpus/documents/corpus-document.js';
import { corpusFormatNames } from '../../corpus/readers/corpus-readers.js';
import { type DataSpec, dataSpec } from '../options/data.js';
import { openBackground } from './open-background.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-background-'));
afterAll(() => rmSync(directory, { recursive: true }));
const put = (path: string, content: string | Buffer): void => {
  mkdirSync(join(directory, path, '..'), { recursive: true });
  writeFileSync(join(directory, path), content);
};

const config = (background: unknown): DataSpec =>
  dataSpec.parse({
    facts: { source: 'generated', scenarios: {} },
    background,
    tokenizer: { type: 'bytes' },
    sequenceLength: 8,
    order: { steps: 1, batchSize: 1, injection: { start: 0, count: 1 } },
  });

let lines: string[] = [];
async function documentsOf(background: unknown): Promise<CorpusDocument[]> {
  lines = [];
  const log = (line: string) => lines.push(line);
  const context = { out: directory, log, signal: new AbortController().signal };
  const documents: CorpusDocument[] = [];
  for (const part of await openBackground(config(background), directory, context)) {
    for await (const batch of part.documents) documents.push(...batch);
  }
  return documents;
}

test('text files, whatever their line ends and compression', async () => {
  put('a.txt', '\ufeffone\r\n\r\ntwo\r\nlines\n');
  put('sub/b.txt.gz', gzipSync('three\n\n\nfour'));
  expect(
    await documentsOf({ source: 'text', locations: [{ path: 'a.txt' }, { path: 'sub/b.txt.gz' }] }),
  ).toEqual([
    { id: 'text-0-0', text: 'one', source: 'a.txt' },
    { id: 'text-0-1', text: 'two\nlines', source: 'a.txt' },
    { id: 'text-1-0', text: 'three', source: 'sub/b.txt.gz' },
    { id: 'text-1-1', text: 'four', source: 'sub/b.txt.gz' },
  ]);
  put('empty.txt', ' \n');
  const empty = documentsOf({ source: 'text', locations: [{ path: 'empty.txt' }] });
  await expect(empty).rejects.toThrow(/empty\.txt: this holds no text/);
});

test('any corpus: files, folders and directories of operations', async () => {
  put('c.jsonl', '{"id":"x","body":{"text":"one"}}\n{"id":"y","body":{"text":"two"}}\n');
  put('folder/c.jsonl', '{"id":"x","body":{"text":"three"}}\n');
  mkdirSync(join(directory, 'table'));
  writeTable(join(directory, 'table'), corpus, [{ id: 'd', text: 'four', source: 'somewhere' }]);
  const one = await documentsOf({
    source: 'corpus',
    locations: [{ path: 'c.jsonl' }],
    textField: 'body.text',
  });
  expect(one.map(({ id, text }) => [id, text])).toEqual([
    ['x', 'one'],
    ['y', 'two'],
  ]);
  const several = await documentsOf({
    source: 'corpus',
    locations: [{ path: 'c.jsonl' }, { path: 'folder' }],
    textField: 'body.text',
  });
  expect(several.map(({ id, text }) => [id, text])).toEqual([
    ['0/x', 'one'],
    ['0/y', 'two'],
    ['1/x', 'three'],
  ]);
  expect(JSON.stringify(several)).not.toContain(directory);
  expect(await documentsOf({ source: 'corpus', locations: [{ path: 'table' }] })).toEqual([
    { id: 'd', text: 'four', source: 'somewhere' },
  ]);
  const numbered = await documentsOf({
    source: 'corpus',
    locations: [{ path: 'c.jsonl' }],
    textField: 'body.text',
    idField: false,
  });
  expect(numbered.map(({ id }) => id)).toEqual(['c.jsonl-0', 'c.jsonl-1']);
  const asText = await documentsOf({ source: 'corpus', locations: [{ path: 'c.jsonl' }], format: 'text' });
  expect(asText).toHaveLength(1);
});

test('malformed rows are refused, or left out and counted', async () => {
  put('broken.jsonl', '{"text":"one"}\n{"text":\n{"text":"three"}\n');
  const background = { source: 'corpus', locations: [{ path: 'broken.jsonl' }] };
  await expect(documentsOf(background)).rejects.toThrow(/broken\.jsonl, line 2/);
  await expect(documentsOf(background)).rejects.toThrow(LetheError);
  const skipped = await documentsOf({ ...background, onMalformed: 'skip' });
  expect(skipped.map(({ text }) => text)).toEqual(['one', 'three']);
  expect(lines).toEqual([
    expect.stringMatching(/^background: 1 rows left out \(not-json\).*broken\.jsonl, 2$/),
  ]);
  const absent = documentsOf({ source: 'corpus', locations: [{ path: 'none' }] });
  await expect(absent).rejects.toThrow(/expected: a file or directory/);
});

test('a data set of the hub, unless it lies on this machine', async () => {
  // The cache of an earlier download: no server is asked.
  vi.stubEnv('LETHE_CACHE', join(directory, 'cache'));
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:1');
  const hub = { repo: 'owner/name', files: 'data' };
  const background = { source: 'corpus', locations: [{ path: 'downloaded', hub }] };
  await expect(documentsOf(background)).rejects.toThrow(/owner\/name/);
  const cached = 'cache/hub/datasets--owner--name/main';
  put(`${cached}/data/a.jsonl`, '{"text":"from the hub"}\n');
  put(`${cached}.tree.json`, JSON.stringify([{ path: 'data/a.jsonl', size: 24 }]));
  const [document] = await documentsOf(background);
  expect(document).toMatchObject({ text: 'from the hub', id: 'owner/name/data/a.jsonl-0' });
  put('downloaded/b.jsonl', '{"text":"from here"}\n');
  expect((await documentsOf(background)).map(({ text }) => text)).toEqual(['from here']);
  vi.unstubAllEnvs();
});

test('the spec knows the formats of the readers', () => {
  const parse = (format: string) =>
    config({ source: 'corpus', locations: [{ path: 'x' }], format }).background;
  for (const format of corpusFormatNames) expect(parse(format)).toMatchObject({ format });
  expect(() => parse('pdf')).toThrow();
});
