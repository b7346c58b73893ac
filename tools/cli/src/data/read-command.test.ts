import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, readRows } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';
import { logReading } from './corpus-input.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-read-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const run = (...argv: string[]) => captureCommandLine(['data', 'read', ...argv]);

describe('lethe data read', () => {
  test('makes one corpus of several inputs', async () => {
    const inputs = [put('a.jsonl', '{"body":"one","key":1}\n'), put('b.jsonl', '{"body":"two","key":2}')];
    const out = join(directory, 'out');
    const options = ['--out', out, '--text-field', 'body', '--id-field', 'key'];
    expect(await run(...inputs, ...options)).toEqual({
      code: 0,
      printed: `2 documents in ${out}\n`,
      logged: '',
    });
    expect(await readRows(out, corpus)).toEqual([
      { id: '1', text: 'one', source: 'a.jsonl' },
      { id: '2', text: 'two', source: 'b.jsonl' },
    ]);
  });

  test('skips malformed rows when told, and says which', async () => {
    const path = put('a.jsonl', '{"text":"one","id":"x"}\n{"txt":1}\n');
    const out = join(directory, 'out');
    const refused = await run(path, '--out', out);
    expect(refused).toMatchObject({
      code: 2,
      printed: '',
      logged: expect.stringContaining(`${path}, line 2`),
    });
    expect(readdirSync(directory)).toEqual(['a.jsonl']);
    const { printed } = await run(path, '--out', out, '--on-malformed', 'skip', '--no-id-field');
    expect(printed).toContain(`skipped 1 malformed (text-absent), such as\n  ${path}:2: "text" is absent`);
    expect((await readRows(out, corpus)).map(({ id }) => id)).toEqual(['a.jsonl-0']);
  });

  test('that is interrupted leaves nothing', async () => {
    const path = put('a.jsonl', '{"text":"one"}\n'.repeat(500_000));
    const running = run(path, '--out', join(directory, 'out'));
    const timer = setInterval(() => {
      if (!readdirSync(directory).some((name) => name.endsWith('.tmp'))) return;
      clearInterval(timer);
      process.emit('SIGINT', 'SIGINT');
    }, 1);
    const { code, printed, logged } = await running;
    clearInterval(timer);
    expect([code, printed]).toEqual([130, '']);
    expect(logged).toContain('interrupted by SIGINT');
    expect(readdirSync(directory)).toEqual(['a.jsonl']);
  });

  test.each([
    [['--bogus'], /Unknown argument: bogus/],
    [['--format', 'csv'], /Invalid values/],
    [['--text-field', 'a', '--text-field', 'b'], /--text-field takes one value/],
    [['--on-malformed'], /Not enough arguments following: on-malformed/],
  ])('refuses %j', async (more, message) => {
    const out = join(directory, 'out');
    const { code, logged } = await run(put('a.jsonl', ''), '--out', out, ...more);
    expect([code, logged]).toEqual([2, expect.stringMatching(message)]);
    expect(logged).not.toMatch(/^ +at /m);
    expect(existsSync(out)).toBe(false);
  });
});

test('progress is told every few seconds, with rate and time left', () => {
  const lines: string[] = [];
  let time = 100;
  const report = logReading(
    (line) => lines.push(line),
    () => 1000 * time,
  );
  for (const at of [101, 104.9, 110, 112, 120]) {
    time = at;
    report({ documents: 1000 * (at - 100), bytes: 1e7 * (at - 100), totalBytes: 1e9 });
  }
  expect(lines).toEqual([
    '10,000 documents, 100 of 1,000 MB, 10.0 MB/s, 90 s left',
    '20,000 documents, 200 of 1,000 MB, 10.0 MB/s, 80 s left',
  ]);
});
