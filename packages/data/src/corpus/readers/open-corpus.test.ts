import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { corpus, LetheError, writeTable } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import type { ReadProgress, ReadSummary } from './corpus-pass.js';
import { type CorpusOptions, openCorpus } from './open-corpus.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-corpus-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const read = (inputs: string | string[], options?: CorpusOptions) =>
  collectDocuments(openCorpus([inputs].flat(), options));

describe('records', () => {
  test('take text and id from fields, nested ones too', async () => {
    const path = put(
      'a.jsonl',
      '{"meta":{"key":7},"body":{"text":"one"}}\n{"meta.key":"x","body.text":"two"}\n',
    );
    expect(await read(path, { textField: 'body.text', idField: 'meta.key' })).toEqual([
      { id: '7', text: 'one', source: 'a.jsonl' },
      { id: 'x', text: 'two', source: 'a.jsonl' },
    ]);
  });

  test('without an id are called by file and line', async () => {
    const path = put('a.jsonl', '{"text":"one"}\n\n{"id":"own","text":""}\n{"id":null,"text":"three"}');
    expect((await read(path)).map(({ id }) => id)).toEqual(['a.jsonl-0', 'own', 'a.jsonl-3']);
    expect((await read(path, { idField: false })).map(({ id }) => id)).toEqual([
      'a.jsonl-0',
      'a.jsonl-2',
      'a.jsonl-3',
    ]);
  });

  const broken: [kind: string, line: string, found: RegExp, options?: CorpusOptions][] = [
    ['not-json', '{"text": "cut', /\{"text": "cut \(/],
    ['not-json', '[1]', /a list/],
    ['not-json', '7', /the number 7/],
    ['text-absent', '{"txt":"a"}', /"text" is absent; fields: txt/],
    ['text-absent', '{"text":null}', /"text" is null/],
    ['text-not-string', '{"text":["a"]}', /"text" is a list/],
    ['text-not-unicode', '{"text":"\\ud800"}', /half of a surrogate pair/],
    ['id-missing', '{"text":"a"}', /"key" is absent/, { idField: 'key' }],
    ['id-missing', '{"text":"a","key":""}', /"key" is empty/, { idField: 'key' }],
    ['duplicate-id', '{"text":"a","id":"1"}', /1/],
  ];
  test.each(broken)('that are malformed (%s): %s', async (kind, line, found, options = {}) => {
    const good = '{"text":"good","id":"1","key":"k"}';
    const path = put('a.jsonl', `${good}\n${line}\n`);
    const error = await read(path, options).catch((error) => error);
    expect(error).toBeInstanceOf(LetheError);
    expect(error.problem.where).toBe(`${path}, line 2`);
    expect(error.problem.what).toContain(kind);
    expect(error.problem.found).toMatch(found);
    expect(error.problem.next).toContain('--on-malformed skip');

    let summary: ReadSummary | undefined;
    const onSummary = (seen: ReadSummary) => {
      summary = seen;
    };
    expect(await read(path, { ...options, onMalformed: 'skip', onSummary })).toHaveLength(1);
    expect(summary).toEqual({
      documents: 1,
      skipped: [{ kind, count: 1, examples: [{ file: path, line: 2, found: error.problem.found }] }],
    });
  });

  test('that are malformed are all counted and the first ones shown', async () => {
    const path = put('a.jsonl', `${'{\n'.repeat(9)}{"text":1}\n`);
    let summary: ReadSummary | undefined;
    const options: CorpusOptions = {
      onMalformed: 'skip',
      onSummary: (seen) => {
        summary = seen;
      },
    };
    expect(await read(path, options)).toEqual([]);
    expect(summary?.skipped.map(({ kind, count }) => [kind, count])).toEqual([
      ['not-json', 9],
      ['text-not-string', 1],
    ]);
    expect(summary?.skipped[0]?.examples.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('inputs', () => {
  test('a text file has documents, a folder of text files has one in each, in the order of names', async () => {
    const file = put('b/2.txt', 'one\n\ntwo');
    put('b/a/10.md', 'three\r\nlines');
    put('b/.hidden.txt', 'no');
    put('b/cut.txt.tmp', 'no');
    expect(await read(file)).toEqual([
      { id: '2.txt-0', text: 'one', source: '2.txt' },
      { id: '2.txt-1', text: 'two', source: '2.txt' },
    ]);
    expect(await read(join(directory, 'b'))).toEqual([
      { id: '2.txt', text: 'one\n\ntwo', source: '2.txt' },
      { id: 'a/10.md', text: 'three\nlines', source: 'a/10.md' },
    ]);
    expect(await read(join(directory, 'b'), { format: 'text' })).toHaveLength(3);
  });

  test('a directory with a corpus table keeps ids and sources', async () => {
    const documents = [
      { id: 'x', text: 'Zürich', source: 's' },
      { id: 'y', text: '', source: 't' },
    ];
    mkdirSync(join(directory, 'in/table'), { recursive: true });
    writeTable(join(directory, 'in/table'), corpus, documents);
    put('in/table/manifest.json', '{}');
    expect(await read(join(directory, 'in/table'))).toEqual(documents);
    expect(await read(join(directory, 'in'))).toEqual(documents);
    put('in/table/.unfinished', '');
    await expect(read(join(directory, 'in/table'))).rejects.toThrow(/unfinished/);
  });

  test('files of one name go by their paths; the same file twice is refused', async () => {
    const paths = [put('p/a.jsonl', '{"text":"one"}'), put('q/a.jsonl', '{"text":"two"}')];
    expect((await read(paths)).map(({ id }) => id)).toEqual(paths.map((path) => `${path}-0`));
    await expect(read([paths[0]!, paths[0]!])).rejects.toThrow(/named twice/);
  });

  test('a folder of several formats needs to be told which', async () => {
    put('a/README.md', 'about');
    put('a/1.jsonl', '{"text":"one"}');
    put('a/2.bin', '\0\0');
    await expect(read(join(directory, 'a'))).rejects.toThrow(/several formats[\s\S]*1 jsonl \(1.jsonl\)/);
    const lines: string[] = [];
    const options: CorpusOptions = { format: 'jsonl', log: (line) => lines.push(line) };
    expect(await read(join(directory, 'a'), options)).toHaveLength(1);
    expect(lines.join()).toMatch(/1 files are read, 2 are not: 2.bin, README.md/);
  });

  test('the format is found by content where the name tells nothing, and can be forced', async () => {
    expect(await read(put('records', ' {"text":"one"}'), { format: 'jsonl' })).toHaveLength(1);
    expect(await read(put('records.data', ' {"text":"one"}'))).toHaveLength(1);
    await expect(read(put('a.bin', 'x'))).rejects.toThrow(/not recognised[\s\S]*--format/);
    expect(await read(put('a.bin', 'x'), { format: 'text' })).toHaveLength(1);
  });

  test.each([
    ['absent', /no such file/],
    ['empty', /no file that can be read/],
    ['half.tmp', /unfinished/],
    ['loop', /cannot be read[\s\S]*ELOOP/],
  ])('%s is refused', async (name, message) => {
    mkdirSync(join(directory, 'empty'));
    mkdirSync(join(directory, 'half.tmp'));
    mkdirSync(join(directory, 'loop'));
    symlinkSync('self', join(directory, 'loop/self'));
    await expect(read(join(directory, name))).rejects.toThrow(message);
  });
});

test('every pass gives the same documents, and tells how far it is', async () => {
  const path = put(
    'a.jsonl',
    Array.from({ length: 5000 }, (_, i) => `{"text":"${'x'.repeat(i % 999)}"}\n`).join(''),
  );
  const seen: ReadProgress[] = [];
  const open = openCorpus([path], { onProgress: (progress) => seen.push(progress) });
  expect(await collectDocuments(open)).toEqual(await collectDocuments(open));
  expect(seen.at(-1)).toEqual({
    documents: 5000,
    bytes: seen[0]!.totalBytes,
    totalBytes: seen[0]!.totalBytes,
  });
});

test('a pass stops when it is aborted', async () => {
  const path = put('a.jsonl', '{"text":"one"}\n'.repeat(300_000));
  const controller = new AbortController();
  const open = openCorpus([path], { signal: controller.signal });
  const pass = async () => {
    for await (const _ of open()) controller.abort(new Error('stop'));
  };
  await expect(pass()).rejects.toThrow('stop');
});

test('a file that is gone at the second pass is named, and a file is no directory of a corpus', async () => {
  const path = put('a.jsonl', '{"text":"one"}');
  const open = openCorpus([path]);
  expect(await collectDocuments(open)).toHaveLength(1);
  rmSync(path);
  await expect(collectDocuments(open)).rejects.toThrow(/a.jsonl: this input cannot be read[\s\S]*ENOENT/);
  await expect(read(put('b.jsonl', ''), { format: 'corpus' })).rejects.toThrow(/this is a file/);
});

test('ids are the digits of the file, nested ones too', async () => {
  const row = (id: string): string =>
    `{"id":${id},"text":"1161888007138312193","meta":{"ids":[{"n":-${id}}]}}\n`;
  const ids = ['1161888007138312192', '1161888007138312193', '18446744073709551617', '12'];
  const path = put('long.jsonl', ids.map(row).join(''));
  const documents = await collectDocuments(openCorpus([path]));
  expect(documents.map(({ id, text }) => [id, text])).toEqual(ids.map((id) => [id, '1161888007138312193']));
  const nested = await collectDocuments(openCorpus([path], { idField: 'meta.ids.0.n' }));
  expect(nested.map(({ id }) => id)).toEqual(ids.map((id) => `-${id}`));
  const asText = collectDocuments(openCorpus([path], { textField: 'id' }));
  await expect(asText).rejects.toThrow(/text-not-string[\s\S]*the number 1161888007138312192/);
});

test('a pass that is left early closes its file', async () => {
  const path = put('a.jsonl', '{"text":"one"}\n'.repeat(300_000));
  const handles = () => readdirSync('/proc/self/fd').length;
  const before = handles();
  for (let i = 0; i < 20; i++) for await (const _ of openCorpus([path])()) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(handles() - before).toBeLessThan(10);
});

test('an input may bring its own name', async () => {
  const path = put('a.jsonl', '{"text":"one"}');
  expect(await collectDocuments(openCorpus([{ path, name: 'n' }]))).toEqual([
    { id: 'n-0', text: 'one', source: 'n' },
  ]);
});
