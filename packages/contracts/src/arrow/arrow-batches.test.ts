import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { afterAll, expect, test } from 'vitest';
import { type ArrowBatchesOptions, arrowBatches } from './arrow-batches.js';

const directory = mkdtempSync(join(tmpdir(), 'lethe-batches-'));
afterAll(() => rmSync(directory, { recursive: true }));

const text = vectorFromArray(['one', 'two', 'three'], new Utf8());
const table = new Table({ text, n: vectorFromArray([1, 2, 3], new Int32()) });
const write = (format: 'file' | 'stream'): string => {
  const path = join(directory, `table.${format}`);
  writeFileSync(path, tableToIPC(table, format));
  return path;
};
const rowsOf = async (path: string, options?: ArrowBatchesOptions): Promise<number> => {
  let rows = 0;
  for await (const batch of arrowBatches(path, options)) rows += batch.numRows;
  return rows;
};

test('nothing may follow the end of a stream, not even a second one', async () => {
  const path = write('stream');
  expect(await rowsOf(path)).toBe(3);
  const whole = readFileSync(path);
  appendFileSync(path, whole);
  await expect(rowsOf(path)).rejects.toThrow(/bytes behind the end-of-stream mark/);
  writeFileSync(path, whole.subarray(0, -8));
  await expect(rowsOf(path)).rejects.toThrow(/mark is absent/);
  expect(await rowsOf(path, { growing: true })).toBe(3);
  for (const length of [whole.length - 9, whole.length >> 1, 100, 7, 0]) {
    writeFileSync(path, whole.subarray(0, length));
    expect(await rowsOf(path, { growing: true })).toBe(0);
    await expect(rowsOf(path)).rejects.toThrow();
  }
});

test('lengths and places are checked before they are followed', async () => {
  for (const format of ['file', 'stream'] as const) {
    const path = write(format);
    const whole = readFileSync(path);
    const values = whole.indexOf('onetwothree');
    const offsets = whole.lastIndexOf(Buffer.from(Int32Array.of(0, 3, 6, 11).buffer), values);
    for (const [at, value, message] of [
      [offsets + 4, 7, /column text .* offsets that descend/],
      [offsets + 12, 1 << 30, /column text .* has the offset 1073741824 in \d+ values/],
      [offsets, -1, /column text .* has the offset -1/],
    ] as const) {
      const broken = Buffer.from(whole);
      broken.writeInt32LE(value, at);
      writeFileSync(path, broken);
      await expect(rowsOf(path), `${format}, ${value}`).rejects.toThrow(message);
    }
  }
  const path = write('stream');
  const whole = readFileSync(path);
  // The length of the second message, the batch.
  const batch = 8 + whole.readInt32LE(4);
  whole.writeInt32LE(1 << 27, batch + 4);
  writeFileSync(path, whole);
  await expect(rowsOf(path)).rejects.toThrow(/a message at byte \d+ of \d+ would take 134217736 bytes/);
});

test('an end of a file that does not fit is refused', async () => {
  const path = write('file');
  const whole = readFileSync(path);
  for (const length of [-1, 0, 3, whole.length, 2 ** 31 - 1]) {
    const broken = Buffer.from(whole);
    broken.writeInt32LE(length, whole.length - 10);
    writeFileSync(path, broken);
    await expect(rowsOf(path), `${length}`).rejects.toThrow();
  }
});
