import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { MAX_STRUCTURE } from './parse-json.js';
import { readJsonLines } from './read-json-lines.js';
import { type LineBatch, type ReadLinesOptions, readLines } from './read-lines.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-lines-'));
afterAll(() => rmSync(directory, { recursive: true }));

const write = (content: string | Uint8Array, name = 'lines.txt'): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const linesOf = async (path: string, options?: ReadLinesOptions): Promise<LineBatch['lines']> => {
  const all: LineBatch['lines'] = [];
  for await (const { first, lines } of readLines(path, options)) {
    expect(first).toBe(all.length + 1);
    all.push(...lines);
  }
  return all;
};

test('line ends of both kinds, a byte order mark, and a last line without end', async () => {
  expect(await linesOf(write('\ufeffone\r\ntwo\n\nfour\r'))).toEqual(['one', 'two', '', 'four\r']);
  expect(await linesOf(write('one\n'))).toEqual(['one']);
  expect(await linesOf(write('\n'))).toEqual(['']);
  expect(await linesOf(write(''))).toEqual([]);
  // A mark elsewhere belongs to the text.
  expect(await linesOf(write('a\n\ufeffb'))).toEqual(['a', '\ufeffb']);
});

test('lines of any text come back, whatever the sizes of the pieces (property)', async () => {
  const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\ufeff]/g, ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.boolean(), async (lines, gzip) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      expect(await linesOf(write(gzip ? gzipSync(bytes) : bytes))).toEqual(lines);
    }),
    { numRuns: 60 },
  );
});

test('lines cross the pieces in which a file is read', async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i}ü`.repeat(30_011));
  lines.push('z'.repeat(5_000_000), '', 'end');
  expect(await linesOf(write(`${lines.join('\r\n')}`))).toEqual(lines);
});

test('a line that is not UTF-8 tells where, and the others are read', async () => {
  const bytes = Buffer.concat([Buffer.from('good\nü'), Buffer.from([0xe9, 0x41]), Buffer.from('\nü good')]);
  expect(await linesOf(write(bytes))).toEqual([
    'good',
    { kind: 'not-utf-8', found: 'bytes e941 at byte 2 of the line' },
    'ü good',
  ]);
});

test('a line beyond the limit is malformed and not kept in memory', async () => {
  const long = 'x'.repeat(3_000_000);
  const options = { maxLineBytes: 2_000_000 };
  const malformed = { kind: 'line-too-long', found: 'more than 2000000 bytes' };
  expect(await linesOf(write(`a\n${long}\nb\n${long}`), options)).toEqual(['a', malformed, 'b', malformed]);
  const longer = 'x'.repeat(5_000_000);
  expect(await linesOf(write(`${longer}\n${longer}\r\nb`), options)).toEqual([malformed, malformed, 'b']);
  expect(await linesOf(write(longer), options)).toEqual([malformed]);
});

test('JSON lines carry their numbers; blank lines are left out', async () => {
  const rows = [];
  for await (const batch of readJsonLines(write('{"a":1}\n\n  \r\n{"b"\n[2]'))) rows.push(...batch);
  expect(rows).toEqual([
    { line: 1, value: { a: 1 }, malformed: undefined },
    { line: 4, value: undefined, malformed: { kind: 'not-json', found: expect.stringContaining('{"b" (') } },
    { line: 5, value: [2], malformed: undefined },
  ]);
});

test('a JSON line of more values than memory bears is malformed, and the ones around it are read', async () => {
  const path = write(`{"a":1}\n[${'[],'.repeat(MAX_STRUCTURE / 2)}0]\n{"b":2}\n`);
  const rows: { line: number; value: unknown; malformed: unknown }[] = [];
  for await (const batch of readJsonLines(path)) rows.push(...batch);
  const found = expect.stringMatching(/^\[\[\],.*\(more than 2000000 brackets/);
  expect(rows).toEqual([
    { line: 1, value: { a: 1 }, malformed: undefined },
    { line: 2, value: undefined, malformed: { kind: 'too-many-values', found } },
    { line: 3, value: { b: 2 }, malformed: undefined },
  ]);
});
