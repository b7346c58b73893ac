import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCompare } from './run-compare.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-compare-'));
afterAll(() => rmSync(root, { recursive: true }));
const directory = (name: string, text?: string): string => {
  mkdirSync(join(root, name));
  if (text !== undefined) writeFileSync(join(root, name, 'config.json'), text);
  return join(root, name);
};
const left = directory('left', '{"width":1}');
const same = directory('same', '{"width":1}');
const other = directory('other', '{"width":2}');
const empty = directory('empty');

async function run(...args: string[]): Promise<{ status: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const status = await runCompare(
    args,
    (text) => out.push(text),
    (text) => error.push(text),
  );
  return { status, out: out.join('\n'), error: error.join('\n') };
}

it('exits 0 when both are the same, 1 when they are not', async () => {
  expect(await run(left, same)).toEqual({ status: 0, out: '1 file on both sides; the same', error: '' });
  const { status, out } = await run(left, other);
  expect(status).toBe(1);
  expect(out).toContain('DIFFERENT config.json#width: width: 1 and 2');
  expect(out).toContain('1 file on both sides; 1 difference');
});

it('exits 0 when every difference is excepted, and lists it', async () => {
  const { status, out } = await run(left, other, '--except', 'config.json#*');
  expect(status).toBe(0);
  expect(out).toContain('excepted: config.json#width');
});

it.each([
  [[left], 'two directories, not 1'],
  [[left, same, other], 'two directories, not 3'],
  [[left, join(root, 'nowhere')], 'no directory'],
  [[left, empty], 'an empty directory'],
  [[left, same, '--renamed', 'a=b'], 'table.old=new, not a=b'],
  [[left, same, '--unknown'], '--unknown'],
])('exits 2 on wrong usage: %j', async (args, message) => {
  const { status, out, error } = await run(...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(error).toContain(message);
  expect(error).toContain('Exits 0');
});
