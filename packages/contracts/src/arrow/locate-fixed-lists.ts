import { open } from 'node:fs/promises';
import { DataType, type Field, RecordBatchReader, type Schema } from 'apache-arrow';
import { checkFile } from './ipc-messages.js';

/** Where the values of a fixed-size-list column are in a file, list after list, for the rows of one batch. */
export interface FixedListBlock {
  path: string;
  rows: number;
  /** Byte of the file at which the first list begins. */
  offset: number;
}

/**
 * Finds the values of a fixed-size-list column of 4-byte numbers in an Arrow file, so that one list can be read
 * without its batch. Undefined where that is impossible: in a stream, a compressed file, or behind columns of kinds
 * that no table has.
 * @throws Error when it is truncated or corrupt
 */
export async function locateFixedLists(path: string, column: string): Promise<FixedListBlock[] | undefined> {
  const file = await open(path);
  try {
    const magic = Buffer.alloc(6);
    await file.read(magic, 0, 6, 0);
    if (magic.toString('latin1') !== 'ARROW1') return undefined;
    const { batches } = await checkFile(file);
    const reader = await (await RecordBatchReader.from(file)).open();
    const before = buffersBefore(reader.schema, column);
    if (before === undefined) return undefined;
    const blocks: FixedListBlock[] = [];
    for (const { bodyAt, batch } of batches) {
      // The list's and the numbers' own null bits come first.
      const values = batch.buffers[before + 2];
      if (batch.compressed || values === undefined) return undefined;
      blocks.push({ path, rows: batch.rows, offset: bodyAt + values.offset });
    }
    return blocks;
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** Number of buffers of the columns before this one; undefined where one of them is of another kind. */
function buffersBefore(schema: Schema, column: string): number | undefined {
  let buffers = 0;
  for (const field of schema.fields) {
    if (field.name === column) return isListOfFourBytes(field) ? buffers : undefined;
    const own = buffersOf(field);
    if (own === undefined) return undefined;
    buffers += own;
  }
  return undefined;
}

function isListOfFourBytes({ type }: Field): boolean {
  if (!DataType.isFixedSizeList(type)) return false;
  const values = type.children[0]!.type;
  return (
    (DataType.isInt(values) && values.bitWidth === 32) || (DataType.isFloat(values) && values.precision === 1)
  );
}

function buffersOf({ type }: Field): number | undefined {
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isBool(type)) return 2;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return 3;
  const own = DataType.isList(type) ? 2 : DataType.isFixedSizeList(type) ? 1 : undefined;
  const inner = own === undefined ? undefined : buffersOf(type.children[0] as Field);
  return inner === undefined ? undefined : own! + inner;
}
