import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { expect, test } from 'vitest';
import { captureCommandLine } from '../testing/capture-command-line.js';

const data = (...argv: string[]) => captureCommandLine(['data', ...argv]);

async function deduped(texts: Record<string, string>) {
  const directory = temporaryDirectory();
  const input = join(directory, 'in.jsonl');
  const records = Object.entries(texts).map(([key, body]) => JSON.stringify({ key, body }));
  writeFileSync(input, records.join('\n'));
  const out = join(directory, 'out');
  const fields = ['--text-field', 'body', '--id-field', 'key'];
  expect((await data('dedup', input, '--method', 'exact', '--out', out, ...fields)).code).toBe(0);
  return { directory, input, out };
}

test('shows what went and why, with the inputs read as they were', async () => {
  const { directory, input, out } = await deduped({
    b: 'A ship.',
    a: 'A ship.',
    c: 'A guild.',
    d: 'A ship.',
  });
  const expected = [
    'cluster a: 3 documents',
    '',
    'kept: a               | removed: b, the sa...',
    'A ship.               | A ship.',
    '',
    'and 1 more',
    '',
  ].join('\n');
  const options = ['--width', '45', '--members', '1'];
  expect(await data('clusters', out, ...options)).toEqual({ code: 0, printed: expected, logged: '' });
  expect((await data('clusters', out, ...options, '--cluster', 'a')).printed).toBe(expected);

  const moved = join(directory, 'moved.jsonl');
  renameSync(input, moved);
  expect(await data('clusters', out)).toMatchObject({
    code: 2,
    logged: expect.stringMatching(/in\.jsonl: there is no such file/),
  });
  expect((await data('clusters', out, ...options, '--input', moved)).printed).toBe(expected);
});

test('says so where nothing is duplicate', async () => {
  const { out } = await deduped({ a: 'A ship.', b: 'A guild.' });
  expect(await data('clusters', out)).toEqual({
    code: 0,
    printed: 'no document lost anything\n',
    logged: '',
  });
});

test('refuses what it cannot show', async () => {
  const { directory, out } = await deduped({ a: 'A ship.', b: 'A ship.' });
  const cases: [string[], RegExp][] = [
    [[directory], /not a result of deduplication/],
    [[join(directory, 'none')], /no such directory/],
    [[out, '--cluster', 'b'], /no document lost anything to this one/],
    [[out, '--largest', '11'], /--largest: [\s\S]*from 1 to 10[\s\S]*11/],
    [[out, '--members', '0'], /--members: /],
    [[out, '--lines', 'x'], /--lines: /],
    [[out, '--width', '5'], /--width: /],
    [[out, '--widht', '50'], /Unknown argument: widht/],
    [[], /Not enough non-option arguments/],
  ];
  for (const [argv, message] of cases) {
    const { code, logged } = await data('clusters', ...argv);
    expect([code, logged]).toEqual([2, expect.stringMatching(message)]);
    expect(logged).not.toMatch(/^ +at /m);
  }
});
