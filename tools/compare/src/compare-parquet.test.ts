import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, it } from 'vitest';
import { compareDirectories } from './compare-directories.js';
import { parseRenames } from './renames.js';

const root = mkdtempSync(join(tmpdir(), 'lethe-compare-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(side: string, name: string, values: number[]): string {
  const columnData = [
    { name, data: values, type: 'DOUBLE' as const },
    { name: 'text', data: values.map((value) => `row ${value}`), type: 'STRING' as const },
  ];
  mkdirSync(join(root, side), { recursive: true });
  writeFileSync(join(root, side, 'fits.parquet'), Buffer.from(parquetWriteBuffer({ columnData })));
  return join(root, side);
}

it('compares Parquet tables column by column', async () => {
  const left = write('left', 'old', [1, 2, 3]);
  const ids = async (right: string, ...renames: string[]): Promise<string[]> =>
    (await compareDirectories(left, right, { renames: parseRenames(renames) })).differences.map(
      ({ id }) => id,
    );
  expect(await ids(write('copy', 'old', [1, 2, 3]))).toEqual([]);
  expect(await ids(write('value', 'old', [1, 2, 4]))).toEqual([
    'fits.parquet#column old',
    'fits.parquet#column text',
  ]);
  expect(await ids(write('renamed', 'new', [1, 2, 3]))).toEqual([
    'fits.parquet#column old',
    'fits.parquet#column new',
  ]);
  expect(await ids(write('renamed', 'new', [1, 2, 3]), 'fits.old=new')).toEqual([]);
  expect(await ids(write('both', 'new', [1, 5, 3]), 'fits.old=new')).toEqual([
    'fits.parquet#column new',
    'fits.parquet#column text',
  ]);
});

it('refuses a rename without its table', () => {
  expect(() => parseRenames(['old=new'])).toThrow('table.old=new');
});
