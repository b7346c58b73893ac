import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bool,
  createTableWriter,
  defineTable,
  float32,
  float64,
  int32,
  list,
  nullable,
  readRows,
  tableFiles,
  utf8,
  writeTable,
} from '@lethe/contracts';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { fits } from '../declaration.js';
import { exportTables } from './export-tables.js';
import { writeCsv } from './write-csv.js';
import { writeParquet } from './write-parquet.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-export-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const sample = defineTable({
  name: 'sample',
  version: 3,
  rows: 'anything',
  format: 'file',
  columns: {
    text: utf8('text'),
    count: int32('count'),
    single: float32('single'),
    double: nullable(float64('double')),
    flag: bool('flag'),
    list: list(float64('list')),
    names: list(utf8('names')),
  },
});
const row = (i: number) => ({
  text: i % 2 ? 'du,pli"cation' : 'once\nmore',
  count: i,
  single: 0.5 * i,
  double: [null, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e-9][i]!,
  flag: i > 1,
  list: i === 3 ? [] : [0.25 * i, Number.NaN],
  names: i === 2 ? [] : ['a', 'b,'],
});

describe('tables for other programs', () => {
  it('hold what the Arrow tables hold, batch after batch, as CSV and Parquet', async () => {
    const writer = createTableWriter(directory, sample);
    writer.writeRows([0, 1, 2].map(row));
    writer.writeRows([3, 4].map(row));
    writer.close();
    const files = tableFiles(directory, sample);
    const [csv, parquet] = [join(directory, 'sample.csv'), join(directory, 'sample.parquet')];
    await writeCsv(csv, sample, files);
    await writeParquet(parquet, sample, files);

    const rows = await readRows(directory, sample);
    expect(rows).toHaveLength(5);
    expect(await parquetReadObjects({ file: await asyncBufferFromFile(parquet) })).toEqual(rows);

    const names = '"[""a"",""b,""]"';
    expect(readFileSync(csv, 'utf8')).toBe(
      [
        'text,count,single,double,flag,list,names',
        `"once\nmore",0,0,,false,"[0,null]",${names}`,
        `"du,pli""cation",1,0.5,inf,false,"[0.25,null]",${names}`,
        '"once\nmore",2,1,-inf,true,"[0.5,null]",[]',
        `"du,pli""cation",3,1.5,nan,true,[],${names}`,
        `"once\nmore",4,2,1e-9,true,"[1,null]",${names}`,
        '',
      ].join('\n'),
    );
  });

  it('are written in the formats that are asked for, also without rows', async () => {
    await exportTables(directory, [fits], new Set(['svg']));
    expect(readdirSync(directory)).not.toContain('tables');
    writeTable(directory, fits, []);
    await exportTables(directory, [fits], new Set(['parquet']));
    expect(readdirSync(join(directory, 'tables'))).toEqual(['fits.parquet']);
    const file = await asyncBufferFromFile(join(directory, 'tables/fits.parquet'));
    expect(await parquetReadObjects({ file })).toEqual([]);
  });
});
