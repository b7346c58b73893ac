import { type FileHandle, open } from 'node:fs/promises';
import { type FixedListBlock, LetheError, readFullyFrom } from '@lethe/contracts';

/** Rows of equal length that are read by number. */
export interface TokenRows {
  /** Int32Array [numbers, length], the rows in the order of their numbers. */
  read(numbers: ArrayLike<number>): Promise<Int32Array>;
  /** Closes the files; rows can no longer be read. */
  close(): Promise<void>;
}

/** Rows in memory. @param tokens Int32Array [count, length] */
export function rowsInMemory(tokens: Int32Array, length: number): TokenRows {
  return {
    async read(numbers) {
      const rows = new Int32Array(numbers.length * length);
      for (let i = 0; i < numbers.length; i++) {
        rows.set(tokens.subarray(numbers[i]! * length, (numbers[i]! + 1) * length), i * length);
      }
      return rows;
    },
    async close() {},
  };
}

/** Rows that stay in their files and are read from there each time; the system caches what is read often. */
export function rowsInFiles(blocks: readonly FixedListBlock[], length: number): TokenRows {
  const handles = new Map<string, Promise<FileHandle>>();
  const firstRows = new Float64Array(blocks.length);
  for (let i = 1; i < blocks.length; i++) firstRows[i] = firstRows[i - 1]! + blocks[i - 1]!.rows;
  const rowBytes = 4 * length;

  const openOnce = (path: string): Promise<FileHandle> => {
    const handle = handles.get(path) ?? open(path);
    handles.set(path, handle);
    return handle;
  };

  async function readRow(number: number, into: Uint8Array): Promise<void> {
    const at = lastNotAbove(firstRows, number);
    const { path, offset } = blocks[at]!;
    const begin = offset + (number - firstRows[at]!) * rowBytes;
    const file = await openOnce(path);
    if ((await readFullyFrom(file, into, begin)) < rowBytes) throw endedEarly(path, number);
  }

  return {
    async read(numbers) {
      const rows = new Int32Array(numbers.length * length);
      const bytes = new Uint8Array(rows.buffer);
      const reads = Array.from(numbers, (number, i) =>
        readRow(number, bytes.subarray(i * rowBytes, (i + 1) * rowBytes)),
      );
      await Promise.all(reads);
      return rows;
    },
    async close() {
      for (const handle of handles.values()) await (await handle).close();
      handles.clear();
    },
  };
}

/** The last place whose value is not above `value`, in ascending values that begin at or below it. */
function lastNotAbove(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function endedEarly(path: string, row: number): LetheError {
  return new LetheError({
    what: 'a file of sequences was truncated while training runs',
    where: path,
    expected: `row ${row}`,
    found: 'the end of the file',
    next: 'do not change the data directory while training runs; start it again to resume',
  });
}
