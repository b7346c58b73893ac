import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { collectDocuments } from '../../testing/collect-documents.js';
import { openCorpus } from './open-corpus.js';
import { checkDeltas } from './parquet-deltas.js';
import { readThriftStruct } from './thrift-struct.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-parquet-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Little-endian groups of seven bits, the first as the lowest. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const zigzag = (value: number): number[] => varint(2 * value);

test('a struct of the compact protocol is read to its end', () => {
  // 1: i32 300, 2: text "ab", 4: list of two structs, 5: struct of 7: i64 9, 6: true.
  const nested = [0x76, ...zigzag(9), 0];
  const bytes = [0x15, ...zigzag(300), 0x18, 2, 97, 98, 0x29, 0x2c, 0, 0, 0x1c, ...nested, 0x11, 0];
  const { fields, end } = readThriftStruct(Uint8Array.of(...bytes, 1, 2), 0);
  expect(end).toBe(bytes.length);
  expect(fields.get(1)).toBe(300);
  expect(fields.get(5)).toMatchObject({ fields: new Map([[7, 9]]) });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => readThriftStruct(Uint8Array.of(...bytes.slice(0, length)), 0), `${length}`).toThrow();
  }
});

test('counts and lengths are checked against the bytes that are left', () => {
  const list = (type: number): number[] => [0x19, 0xf0 | type, ...varint(2 ** 31), 0];
  for (const type of [1, 3, 5, 8, 9, 12]) {
    expect(() => readThriftStruct(Uint8Array.of(...list(type)), 0)).toThrow(
      /count 2147483648 where \d+ bytes/,
    );
  }
  expect(() => readThriftStruct(Uint8Array.of(0x18, ...varint(2 ** 40), 0), 0)).toThrow(
    /count 1099511627776/,
  );
  expect(() => readThriftStruct(Uint8Array.of(...Array(100).fill(0x1c)), 0)).toThrow(/nested too deeply/);
  expect(() => readThriftStruct(Uint8Array.of(0x15, ...Array(100).fill(0xff)), 0)).toThrow(/no end/);
});

const write = (rows: number): { path: string; bytes: Buffer } => {
  const data = Array.from({ length: rows }, (_, i) => `text ${i}`);
  const columnData = [
    { name: 'text', data, type: 'STRING' as const, encoding: 'PLAIN' as const, nullable: false },
  ];
  const path = join(directory, 'a.parquet');
  const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' }));
  writeFileSync(path, bytes);
  return { path, bytes };
};

test('a page may not state more values than its column, nor more bytes than the file', async () => {
  const { path, bytes } = write(40);
  expect(await collectDocuments(openCorpus([path]))).toHaveLength(40);
  const { fields, end } = readThriftStruct(bytes, 4);
  const header = bytes.subarray(4, end);
  const size = fields.get(3) as number;
  for (const [from, to, message] of [
    [[0x15, 80], [0x15, 82], /values where there may be 40/],
    [[...zigzag(size), 0x5c], [...zigzag(size + 60), 0x5c], /bytes where \d+ are left/],
  ] as const) {
    const broken = Buffer.from(bytes);
    const at = header.indexOf(Buffer.from(from));
    expect([at > 0, to.length]).toEqual([true, from.length]);
    Buffer.from(to).copy(broken, 4 + at);
    writeFileSync(path, broken);
    await expect(collectDocuments(openCorpus([path]))).rejects.toThrow(message);
  }
});

test('a run of indices or levels may not be longer than its page', async () => {
  const path = join(directory, 'runs.parquet');
  const write = (nullable: boolean): Buffer => {
    const data = Array.from({ length: 40 }, (_, i) => `text ${i % 3}`);
    const columnData = [{ name: 'text', data, type: 'STRING' as const, nullable }];
    return Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' }));
  };
  const read = (bytes: Buffer) => {
    writeFileSync(path, bytes);
    return collectDocuments(openCorpus([path]));
  };
  // Indices of 2 bits, five eights of them; levels of 1 bit, one of them 40 times.
  for (const [nullable, run] of [
    [false, [2, 0x0b]],
    [true, [0x50, 1]],
  ] as const) {
    const bytes = write(nullable);
    expect(await read(bytes)).toHaveLength(40);
    // Behind the page of the dictionary, of which the last text is "text 2".
    const dictionary = bytes.indexOf('text 2') + 6;
    const begin = readThriftStruct(bytes, dictionary).end;
    const at = bytes.indexOf(Buffer.from(run), begin);
    Buffer.from(nullable ? [0xfe, 0x7f] : [2, 0xfe, 0x7f]).copy(bytes, at);
    await expect(read(bytes), `${nullable}`).rejects.toThrow(/a run of 8191 values where 40 are left/);
  }
});

/** As parquet.thrift numbers them. */
const encodings = { DELTA_BINARY_PACKED: 5, DELTA_LENGTH_BYTE_ARRAY: 6, DELTA_BYTE_ARRAY: 7 } as const;

test.each([
  ['DELTA_LENGTH_BYTE_ARRAY', 'STRING', (i: number) => `text ${i}`],
  ['DELTA_BYTE_ARRAY', 'STRING', (i: number) => `text ${i ** 3}`],
  ['DELTA_BINARY_PACKED', 'INT64', (i: number) => BigInt(i ** 3)],
] as const)(
  '%s: whatever byte is wrong, reading ends with documents or a clear error',
  async (encoding, type, of) => {
    const path = join(directory, 'deltas.parquet');
    const count = 150;
    const ids = Array.from({ length: count }, (_, i) => of(i));
    const columnData = [
      { name: 'id', data: ids, type, encoding, nullable: false },
      {
        name: 'text',
        data: ids.map(String),
        type: 'STRING' as const,
        encoding: 'PLAIN' as const,
        nullable: false,
      },
    ];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' }));
    const read = (changed: Buffer) => {
      writeFileSync(path, changed);
      return collectDocuments(openCorpus([path]));
    };
    expect((await read(bytes)).map(({ id }) => id)).toEqual(ids.map(String));
    const { fields, end } = readThriftStruct(bytes, 4);
    const page = bytes.subarray(end, end + (fields.get(3) as number));
    expect(() => checkDeltas(page, 0, count, encodings[encoding])).not.toThrow();
    expect(() => checkDeltas(page, 0, count + 1, encodings[encoding])).toThrow(
      /150 differences where 151 values/,
    );
    // 128 values in 4 parts.
    expect([...page.subarray(0, 3)]).toEqual([0x80, 1, 4]);
    for (const [at, to, message] of [
      [0, [0x80, 1, 0], /in 0 parts/],
      [0, [0xff, 0xff, 0xff, 0xff, 0x7f], /blocks of 34359738367 values/],
      [page.length >> 1, [], /end early|where fewer are left|ends early/],
    ] as const) {
      const broken =
        at === 0 ? Buffer.concat([Buffer.from(to), page.subarray(to.length)]) : page.subarray(0, at);
      expect(() => checkDeltas(broken, 0, count, encodings[encoding])).toThrow(message);
    }
    for (let at = end; at < end + page.length; at += 7) {
      for (const value of [0, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        const found = await read(changed).catch((error) => error);
        if (!(found instanceof LetheError)) expect(found).toHaveLength(count);
      }
    }
  },
);

test('a text may not take more from the one before than that has', () => {
  // Blocks of 128 in 4 parts, 2 values, prefixes 0 and 3; suffixes of 2 and 1 bytes.
  const two = (first: number, second: number): number[] => [
    0x80,
    1,
    4,
    2,
    ...zigzag(first),
    ...difference(first, second),
  ];
  const difference = (a: number, b: number): number[] => [b >= a ? 2 * (b - a) : 2 * (a - b) - 1, 0, 0, 0, 0];
  const page = (prefix: number): Uint8Array => Uint8Array.of(...two(0, prefix), ...two(2, 1), 97, 98, 99);
  expect(() => checkDeltas(page(2), 0, 2, 7)).not.toThrow();
  expect(() => checkDeltas(page(3), 0, 2, 7)).toThrow(/begins as 3 bytes of 2/);
});

test('a footer that does not fit the file is refused', async () => {
  const { path, bytes } = write(3);
  for (const length of [0, 1, bytes.length, 2 ** 32 - 1]) {
    const broken = Buffer.from(bytes);
    broken.writeUInt32LE(length, bytes.length - 8);
    writeFileSync(path, broken);
    const error = await collectDocuments(openCorpus([path], { format: 'parquet' })).catch((error) => error);
    expect(error, `${length}`).toBeInstanceOf(LetheError);
  }
  expect(readFileSync(path)).toHaveLength(bytes.length);
});

test('several columns that fail below one are one error, and nothing fails unseen', async () => {
  const names = ['text', 'lang', 'more'];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 1 },
    { name: 'body', num_children: names.length, repetition_type: 'REQUIRED' },
    ...names.map((name) => ({
      ...({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const),
    })),
  ];
  const data = Array.from({ length: 400 }, (_, i) =>
    Object.fromEntries(names.map((name) => [name, `${name} ${i % 5}`])),
  );
  const buffer = parquetWriteBuffer({ columnData: [{ name: 'body', data }], schema });
  const path = join(directory, 'nested.parquet');
  const read = () => collectDocuments(openCorpus([path], { textField: 'body.text', idField: false }));
  writeFileSync(path, Buffer.from(buffer));
  expect((await read())[6]!.text).toBe('text 1');

  // The end of each dictionary, which no check of pages looks at.
  const broken = Buffer.from(buffer.slice(0));
  const { columns } = parquetMetadata(buffer).row_groups[0]!;
  expect(columns).toHaveLength(names.length);
  for (const { meta_data } of columns) {
    const end = Number(meta_data!.data_page_offset);
    expect(Number(meta_data!.dictionary_page_offset)).toBeLessThan(end);
    broken.fill(0xff, end - 20, end);
  }
  writeFileSync(path, broken);
  const unseen: unknown[] = [];
  const see = (reason: unknown) => unseen.push(reason);
  process.on('unhandledRejection', see);
  try {
    await expect(read()).rejects.toThrow(/nested\.parquet: this Parquet file is truncated or corrupt/);
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.off('unhandledRejection', see);
  }
  expect(unseen).toEqual([]);
});
