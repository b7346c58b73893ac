import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readTabSeparated, type TabSeparatedRecord } from './read-tab-separated.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-tab-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function read(text: string): Promise<TabSeparatedRecord[]> {
  const path = join(directory, 'records.tsv');
  writeFileSync(path, text);
  const records: TabSeparatedRecord[] = [];
  for await (const record of readTabSeparated(path)) records.push(record);
  return records;
}

/** As Python's csv module writes with minimal quoting. */
const quote = (cell: string): string => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

test('what pandas writes is read back, whatever is in the cells', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', '\t', '\n', ' ', '🙂') });
  const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(records, async (expected) => {
      const text = expected.map((cells) => `${cells.map(quote).join('\t')}\n`).join('');
      const found = await read(text);
      const visible = expected.filter((cells) => cells.map(quote).join('\t').trim() !== '');
      expect(found.map(({ cells }) => cells)).toEqual(visible);
    }),
    { numRuns: 200 },
  );
});

test('records have the number of their first line; a quote within a field is text', async () => {
  expect(await read('a\t5" disk\n"x\ny"\tb\n\nc\td')).toEqual([
    { line: 1, cells: ['a', '5" disk'], malformed: undefined },
    { line: 2, cells: ['x\ny', 'b'], malformed: undefined },
    { line: 5, cells: ['c', 'd'], malformed: undefined },
  ]);
});

test('a quote that stays open costs its own line and no other', async () => {
  const lines = Array.from({ length: 300 }, (_, i) => (i === 9 || i === 200 ? `"open ${i}\tx` : `${i}\tx`));
  for (const text of [lines.join('\n'), `${lines.join('\n')}\n`]) {
    const records = await read(text);
    expect(records.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1));
    const broken = records.filter(({ malformed }) => malformed !== undefined);
    expect(broken.map(({ line, malformed }) => [line, malformed?.kind])).toEqual([
      [10, 'open-quote'],
      [201, 'open-quote'],
    ]);
    expect(records[250]!.cells).toEqual(['250', 'x']);
  }
});

test('lines that are no text are handed on as malformed', async () => {
  const path = join(directory, 'latin.tsv');
  writeFileSync(path, Buffer.from('a\tb\n"caf\xe9\tc\nd\te\n', 'latin1'));
  const records: TabSeparatedRecord[] = [];
  for await (const record of readTabSeparated(path)) records.push(record);
  expect(records.map(({ line, malformed }) => [line, malformed?.kind])).toEqual([
    [1, undefined],
    [2, 'not-utf-8'],
    [3, undefined],
  ]);
});
