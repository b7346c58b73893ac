import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Bool,
  Field,
  FixedSizeList,
  Float64,
  Int32,
  List,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, expect, it } from 'vitest';
import { locateFixedLists } from './locate-fixed-lists.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-locate-'));
afterAll(() => rmSync(directory, { recursive: true }));

const lists = new FixedSizeList(3, new Field('item', new Int32()));
/** Columns of every kind before the one that is looked for. */
const batch = (from: number, rows: number) => {
  const numbers = Array.from({ length: rows }, (_, i) => from + i);
  return new Table({
    text: vectorFromArray(
      numbers.map((i) => 'x'.repeat(i % 5)),
      new Utf8(),
    ),
    flag: vectorFromArray(
      numbers.map((i) => i % 2 === 0),
      new Bool(),
    ),
    number: vectorFromArray(numbers, new Float64()),
    words: vectorFromArray(
      numbers.map((i) => ['a', 'b'].slice(i % 3)),
      new List(new Field('item', new Utf8())),
    ),
    pairs: vectorFromArray(
      numbers.map((i) => [i, i, i]),
      new FixedSizeList(3, new Field('item', new Int32())),
    ),
    tokens: vectorFromArray(
      numbers.map((i) => [3 * i, 3 * i + 1, 3 * i + 2]),
      lists,
    ),
    after: vectorFromArray(numbers, new Int32()),
  });
};

function write(
  name: string,
  writer: RecordBatchFileWriter | RecordBatchStreamWriter,
  tables: Table[],
): string {
  for (const table of tables) for (const one of table.batches) writer.write(one);
  writer.finish();
  const path = join(directory, name);
  writeFileSync(path, writer.toUint8Array(true));
  return path;
}

it('finds the values behind columns of every kind, batch by batch', async () => {
  const path = write('t.arrow', new RecordBatchFileWriter(), [batch(0, 4), batch(4, 1), batch(5, 11)]);
  const blocks = (await locateFixedLists(path, 'tokens'))!;
  expect(blocks.map(({ rows }) => rows)).toEqual([4, 1, 11]);
  const bytes = readFileSync(path);
  const values = blocks.flatMap(({ rows, offset }) =>
    Array.from({ length: 3 * rows }, (_, i) => bytes.readInt32LE(offset + 4 * i)),
  );
  expect(values).toEqual(Array.from({ length: 48 }, (_, i) => i));
});

it('gives up on what it cannot locate: streams, other columns, columns of unknown kinds before it', async () => {
  const stream = write('s.arrows', new RecordBatchStreamWriter(), [batch(0, 4)]);
  expect(await locateFixedLists(stream, 'tokens')).toBeUndefined();
  const path = write('u.arrow', new RecordBatchFileWriter(), [batch(0, 4)]);
  expect(await locateFixedLists(path, 'number')).toBeUndefined();
  expect(await locateFixedLists(path, 'nothing')).toBeUndefined();
  const struct = new Struct([new Field('a', new Int32())]);
  const unknown = new Table({
    what: vectorFromArray([{ a: 1 }], struct),
    tokens: vectorFromArray([[1, 2, 3]], lists),
  });
  expect(
    await locateFixedLists(write('v.arrow', new RecordBatchFileWriter(), [unknown]), 'tokens'),
  ).toBeUndefined();
});
