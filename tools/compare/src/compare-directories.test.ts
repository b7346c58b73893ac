import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTableWriter, defineTable, float64, int32, list, steps, utf8 } from '@lethe/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wallClockColumns } from './compare-columns.js';
import { compareDirectories } from './compare-directories.js';
import { parseRenames } from './renames.js';

const columns = { id: int32('row'), name: utf8('name'), values: list(float64('values')) };
const sample = defineTable({ name: 'sample', version: 1, rows: 'one row', format: 'file', columns });
const rows = Array.from({ length: 10 }, (_, i) => ({ id: i, name: `name-${i}`, values: [i / 3, -i] }));
const step = { step: 0, tokens: 8, loss: 2, learning_rate: 0.1, grad_norm: 1, seconds: 0.5 };
const hash = (letter: string): string => letter.repeat(64);
const manifest = {
  manifest: 1,
  producer: { name: '@lethe/data', version: '0.1.0', fingerprint: hash('a') },
  contracts: { sample: 1 },
  config: { seed: 1 },
  inputs: [{ stage: 'data', name: 'data', manifest_sha256: hash('b') }],
  files: [{ path: 'sample.arrow', bytes: 9, sha256: hash('c'), table: 'sample', version: 1, rows: 10 }],
  summary: { probes: 3 },
  identity: hash('d'),
};
const code = (letter: string): string => `<code title="${hash(letter)}">${hash(letter).slice(0, 12)}</code>`;
const page = `<!doctype html><meta content="script-src 'sha256-abc='"><style>p { color: red }</style>
<main><section id="findings"><p>F1</p></section>
<section id="g0"><figure id="g0-loss"><svg/></figure></section>
<section id="provenance">${code('e')}<pre>seed 1</pre></section></main>
<script type="application/json" id="page-data">{"padding": 4,"figures": {"g0-loss":{"y":[1,2]}}}</script>
<script>draw()</script><script>sort()</script>`;

const safetensors = (values: number[]): Buffer => {
  const data = Buffer.from(Float32Array.from(values).buffer);
  const header = JSON.stringify({
    a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    b: { dtype: 'F32', shape: [values.length - 1], data_offsets: [4, data.length] },
  });
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, Buffer.from(header), data]);
};

let root: string;
let left: string;
let right: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-compare-'));
  left = join(root, 'left');
  right = join(root, 'right');
  writeTable(left, sample, rows);
  writeTable(left, steps, [step, { ...step, step: 1 }]);
  write(left, 'manifest.json', JSON.stringify(manifest, null, 2));
  write(left, 'report.html', page);
  write(left, 'model.safetensors', safetensors([1, 2, 3]));
  write(left, 'config.json', '{"width":8,"heads":[1,2]}');
  write(left, 'figures/loss.svg', '<svg>\n<path d="M0"/></svg>');
  write(left, 'figures/loss.png', Buffer.from([137, 80, 78, 71, 1, 2, 3]));
  write(left, 'tables/sample.csv', 'id,name\n0,name-0\n1,name-1\n');
  cpSync(left, right, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(directory: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
}

function writeTable(directory: string, table: Parameters<typeof createTableWriter>[1], list: object[]): void {
  mkdirSync(directory, { recursive: true });
  const writer = createTableWriter(directory, table);
  writer.writeRows(list as never);
  writer.close();
}

const edit = (path: string, from: string, to: string): void => {
  const text = readFileSync(join(right, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  write(right, path, text.replace(from, to));
};

const differences = async (...options: string[]): Promise<string[]> =>
  (await compareDirectories(left, right, { exceptions: options })).differences.map(({ id }) => id);

describe('compareDirectories', () => {
  it('finds a directory the same as its copy', async () => {
    const found = await compareDirectories(left, right);
    expect(found).toEqual({ files: 9, differences: [], excepted: [], unused: [], notCompared: new Map() });
  });

  it.each([
    ['report.html', 'red', 'blue', 'report.html#styles'],
    ['report.html', 'sort()', 'sort(1)', 'report.html#script 1'],
    ['report.html', 'F1', 'F2', 'report.html#section findings'],
    ['report.html', '<svg/>', '<svg></svg>', 'report.html#figure g0-loss'],
    ['report.html', '<main>', '<main >', 'report.html#frame'],
    ['report.html', 'seed 1', 'seed 2', 'report.html#section provenance'],
    ['report.html', '[1,2]', '[1,3]', 'report.html#data figures.g0-loss'],
    ['report.html', '[1,2]', '[1,2 ]', 'report.html#data'],
    ['manifest.json', '"probes": 3', '"probes": 4', 'manifest.json#summary'],
    ['manifest.json', '"seed": 1', '"seed": 2', 'manifest.json#config'],
    ['manifest.json', '@lethe/data', '@lethe/other', 'manifest.json#producer'],
    ['manifest.json', '"rows": 10', '"rows": 11', 'manifest.json#files'],
    ['manifest.json', '"version": 1', '"version": 2', 'manifest.json#files'],
    ['config.json', '8', '9', 'config.json#width'],
    ['config.json', '[1,2]', '[1,2 ]', 'config.json#bytes'],
    ['figures/loss.svg', 'M0', 'M1', 'figures/loss.svg#text'],
    ['tables/sample.csv', 'name-1', 'name-2', 'tables/sample.csv#text'],
    ['tables/sample.csv', 'id,', 'key,', 'tables/sample.csv#text'],
  ])('finds %s with %s as %s', async (path, from, to, id) => {
    edit(path, from, to);
    expect(await differences()).toEqual([id]);
  });

  it('finds a changed byte of a picture and of a tensor, and says by how much', async () => {
    write(right, 'figures/loss.png', Buffer.from([137, 80, 78, 71, 1, 2, 4]));
    write(right, 'model.safetensors', safetensors([1, 2, 3.5]));
    const found = await compareDirectories(left, right);
    expect(found.differences).toEqual([
      { id: 'figures/loss.png#bytes', text: '7 and 7 bytes, which first differ at byte 6' },
      {
        id: 'model.safetensors#tensor b',
        text: '8 and 8 bytes, which first differ at byte 6; largest absolute difference 0.5',
      },
    ]);
  });

  it('finds every changed value of an Arrow table', async () => {
    const changed = rows.map((row) => ({ ...row, values: row.id < 6 ? row.values : [row.id / 3, -8] }));
    writeTable(right, sample, changed);
    const [only, ...more] = (await compareDirectories(left, right)).differences;
    expect(more).toEqual([]);
    expect(only!.id).toBe('sample.arrow#column values');
    expect(only!.text.split('\n')).toEqual([
      '3 of 10 rows differ, by at most 2 (relative 0.25)',
      '  row 6: [2,-6] and [2,-8]',
      '  row 7: [2.3333333333333335,-7] and [2.3333333333333335,-8]',
      '  row 9: [3,-9] and [3,-8]',
    ]);
  });

  it('tells 0 from -0, and other rows, types, versions and batches of a table', async () => {
    writeTable(right, sample, [{ ...rows[0]!, values: [-0, -0] }, ...rows.slice(1)]);
    expect(await differences()).toEqual(['sample.arrow#column values']);
    writeTable(right, sample, rows.slice(0, 9));
    expect(await differences()).toEqual(['sample.arrow#rows']);
    writeTable(right, { ...sample, columns: { ...columns, id: float64('row') } }, rows);
    expect(await differences()).toEqual(['sample.arrow#column id']);
    writeTable(right, { ...sample, version: 2 }, rows);
    expect(await differences()).toEqual(['sample.arrow#metadata']);
    const writer = createTableWriter(right, sample);
    for (const row of rows) writer.writeRows([row]);
    writer.close();
    expect(await differences()).toEqual(['sample.arrow#batches']);
  });

  it('finds a changed byte at any place of an Arrow file', async () => {
    const bytes = readFileSync(join(right, 'sample.arrow'));
    for (let at = 0; at < bytes.length; at += 97) {
      const mutated = Buffer.from(bytes);
      mutated[at]! ^= 1;
      write(right, 'sample.arrow', mutated);
      expect(await differences(), `byte ${at}`).not.toEqual([]);
    }
  });

  it('leaves out wall-clock times and says so', async () => {
    writeTable(right, steps, [step, { ...step, step: 1, seconds: 9 }]);
    const found = await compareDirectories(left, right);
    expect(found.differences).toEqual([]);
    expect([...found.notCompared]).toEqual([['steps.seconds (wall-clock time)', 1]]);
    writeTable(right, steps, [step, { ...step, step: 1, seconds: 9, loss: 3 }]);
    expect(await differences()).toEqual(['steps.arrows#column loss']);
  });

  it('knows every column of the steps table that holds a time', () => {
    const times = Object.entries(steps.columns).filter(([, { description }]) => /second/.test(description));
    expect(times.map(([name]) => `steps.${name}`)).toEqual(wallClockColumns);
  });

  it('leaves out what follows from the code that wrote it', async () => {
    for (const [from, to] of ['aw', 'bx', 'cy', 'dz']) edit('manifest.json', hash(from!), hash(to!));
    edit('manifest.json', '"bytes": 9', '"bytes": 10');
    edit('report.html', code('e'), code('f'));
    edit('report.html', "'sha256-abc='", "'sha256-def='");
    const found = await compareDirectories(left, right);
    expect(found.differences).toEqual([]);
    expect(found.notCompared.size).toBe(2);
  });

  it('takes a renamed column with another version of its table, and nothing else of it', async () => {
    const { id, ...others } = columns;
    const renamed = { ...sample, version: 2, columns: { key: id, ...others } };
    const renamedRows = rows.map(({ id, ...row }) => ({ key: id, ...row }));
    writeTable(right, renamed, renamedRows);
    edit('tables/sample.csv', 'id,', 'key,');
    edit('manifest.json', '"version": 1', '"version": 2');
    edit('manifest.json', '"sample": 1', '"sample": 2');
    const renames = parseRenames(['sample.id=key']);
    expect((await compareDirectories(left, right, { renames })).differences).toEqual([]);
    expect(await differences()).toEqual([
      'manifest.json#contracts',
      'manifest.json#files',
      'sample.arrow#column id',
      'sample.arrow#column key',
      'sample.arrow#metadata',
      'tables/sample.csv#text',
    ]);
    writeTable(right, renamed, [{ ...renamedRows[0]!, key: 7 }, ...renamedRows.slice(1)]);
    const found = await compareDirectories(left, right, { renames });
    expect(found.differences.map(({ id }) => id)).toEqual(['sample.arrow#column key']);
  });

  it('takes stated exceptions, and names those that covered nothing', async () => {
    edit('report.html', 'sort()', 'sort(1)');
    edit('report.html', 'F1', 'F2');
    const found = await compareDirectories(left, right, {
      exceptions: ['report.html#script *', 'port.html#section*', 'figures/*#text'],
    });
    expect(found.excepted.map(({ id }) => id)).toEqual(['report.html#script 1']);
    expect(found.differences.map(({ id }) => id)).toEqual(['report.html#section findings']);
    expect(found.unused).toEqual(['port.html#section*', 'figures/*#text']);
  });

  it('names files that only one side has', async () => {
    write(right, 'more.json', '1');
    rmSync(join(right, 'figures/loss.svg'));
    expect(await differences()).toEqual(['figures/loss.svg#file', 'more.json#file']);
  });

  it('finds a table that cannot be read different, not broken', async () => {
    write(right, 'sample.arrow', readFileSync(join(left, 'sample.arrow')).subarray(0, 100));
    expect(await differences()).toEqual(['sample.arrow#file']);
  });
});
