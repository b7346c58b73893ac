import { FlatTable } from './flat-table.js';

/** A column as the metadata of a file describes it. */
export interface IpcField {
  name: string;
  /** Number of its type in Schema.fbs. */
  type: number;
  children: IpcField[];
}

/** Rows of a batch, and where its buffers lie in the body. */
export interface IpcBatch {
  rows: number;
  compressed: boolean;
  buffers: { offset: number; length: number }[];
}

/** What the metadata of a message says (Message.fbs), as far as readers need it. */
export type IpcHeader = { bodyBytes: number } & (
  | { kind: 'schema'; fields: IpcField[] }
  | { kind: 'dictionary' | 'batch'; batch: IpcBatch }
);

/** Where a message lies in a file (File.fbs). */
export interface IpcBlock {
  offset: number;
  metadataBytes: number;
  bodyBytes: number;
}

/** Rows of a batch, as arrow-js counts them. */
const MAX_ROWS = 2 ** 31 - 1;
const MAX_DEPTH = 64;
const BLOCK_BYTES = 24;
const PAIR_BYTES = 16;

/** V4 of the metadata. */
const FIRST_VERSION = 3;
/** Kinds of message headers. */
const [SCHEMA, DICTIONARY, BATCH] = [1, 2, 3];
/** Bytes of the fields of a type, by the number of the type; `text` for a string, `list` for 32-bit integers. */
const typeFields: Record<number, readonly (1 | 2 | 4 | 'text' | 'list')[]> = {
  2: [4, 1],
  3: [2],
  7: [4, 4, 4],
  8: [2],
  9: [2, 4],
  10: [2, 'text'],
  11: [2],
  14: [2, 'list'],
  15: [4],
  16: [4],
  17: [1],
  18: [2],
};

/** Types of Schema.fbs that arrow-js has not. */
export const unknownTypes: Readonly<Record<number, string>> = {
  22: 'run-end encoded',
  25: 'list view',
  26: 'large list view',
};
const KNOWN_TYPES = 26;
/** List, fixed-size list, map, large list, and views of lists. */
const LISTS: readonly number[] = [12, 16, 17, 21, 25, 26];

/**
 * Reads the metadata of a message, and all of it that arrow-js will read after.
 * @param bytes the flatbuffer
 * @throws Error when a place or a count in it is not in the bytes that are there
 */
export function readIpcHeader(bytes: Uint8Array): IpcHeader {
  const message = FlatTable.root(bytes);
  readKeyValues(message, 4);
  const bodyBytes = message.size(3);
  const kind = message.uint8(1);
  const header = message.table(2);
  if (header === undefined) throw new Error('a message has no header');
  if (message.int16(0) < FIRST_VERSION) throw new Error('it is of a version from before Arrow 0.8');
  if (kind === SCHEMA) return { kind: 'schema', bodyBytes, fields: readSchema(header) };
  if (kind === BATCH) return { kind: 'batch', bodyBytes, batch: readBatch(header, bodyBytes) };
  if (kind !== DICTIONARY) throw new Error(`messages of kind ${kind} are not known`);
  const batch = header.table(1);
  if (batch === undefined) throw new Error('a dictionary has no values');
  header.size(0);
  header.uint8(2);
  return { kind: 'dictionary', bodyBytes, batch: readBatch(batch, bodyBytes) };
}

/** The schema of a file, and where its messages lie. */
export interface IpcFooter {
  fields: IpcField[];
  dictionaries: IpcBlock[];
  batches: IpcBlock[];
}

/** Reads the footer of a file. @throws Error as `readIpcHeader` */
export function readIpcFooter(bytes: Uint8Array): IpcFooter {
  const footer = FlatTable.root(bytes);
  const schema = footer.table(1);
  if (footer.int16(0) < FIRST_VERSION || schema === undefined) throw new Error('its footer has no schema');
  readKeyValues(footer, 4);
  const blocks = (field: number): IpcBlock[] => {
    const { begin, length } = footer.vector(field, BLOCK_BYTES) ?? { begin: 0, length: 0 };
    return Array.from({ length }, (_, i) => {
      const at = begin + BLOCK_BYTES * i;
      return {
        offset: footer.sizeAt(at),
        metadataBytes: footer.int32At(at + 8),
        bodyBytes: footer.sizeAt(at + 16),
      };
    });
  };
  return { fields: readSchema(schema), dictionaries: blocks(2), batches: blocks(3) };
}

function readSchema(schema: FlatTable): IpcField[] {
  if (schema.int16(0) !== 0) throw new Error('its numbers are big-endian, which is not supported');
  readKeyValues(schema, 2);
  return schema.tables(1).map((field) => readField(field, 0));
}

function readField(field: FlatTable, depth: number): IpcField {
  if (depth > MAX_DEPTH) throw new Error(`columns are nested more than ${MAX_DEPTH} levels deep`);
  const name = field.string(0) ?? '';
  const type = field.uint8(2);
  field.uint8(1);
  const details = field.table(3);
  if (type === 0 || type > KNOWN_TYPES) throw new Error(`types of number ${type} are not known`);
  for (const [i, bytes] of (typeFields[type] ?? []).entries()) {
    if (bytes === 'text') details?.string(i);
    else if (bytes === 'list') details?.vector(i, 4);
    else if (bytes === 1) details?.uint8(i);
    else if (bytes === 2) details?.int16(i);
    else details?.int32(i);
  }
  const dictionary = field.table(4);
  if (dictionary) {
    dictionary.size(0);
    const index = dictionary.table(1);
    index?.int32(0);
    index?.uint8(1);
    dictionary.uint8(2);
  }
  readKeyValues(field, 6);
  const children = field.tables(5).map((child) => readField(child, depth + 1));
  // arrow-js takes it for granted.
  if (LISTS.includes(type) && children.length !== 1) throw new Error('a list has no items of one type');
  return { name, type, children };
}

function readKeyValues(table: FlatTable, field: number): void {
  for (const pair of table.tables(field)) {
    pair.string(0);
    pair.string(1);
  }
}

function readBatch(batch: FlatTable, bodyBytes: number): IpcBatch {
  const pairs = (field: number): [number, number][] => {
    const { begin, length } = batch.vector(field, PAIR_BYTES) ?? { begin: 0, length: 0 };
    return Array.from({ length }, (_, i) => {
      const at = begin + PAIR_BYTES * i;
      return [batch.sizeAt(at), batch.sizeAt(at + 8)];
    });
  };
  const rows = batch.size(0);
  for (const [length, nulls] of [[rows, 0] as const, ...pairs(1)]) {
    if (length > MAX_ROWS || nulls > length)
      throw new Error(`a column has ${length} values, ${nulls} of them null`);
  }
  const buffers = pairs(2).map(([offset, length]) => {
    if (offset + length > bodyBytes) {
      throw new Error(`a buffer ends at byte ${offset + length} of a body of ${bodyBytes}`);
    }
    return { offset, length };
  });
  const compression = batch.table(3);
  compression?.uint8(0);
  compression?.uint8(1);
  const variadic = batch.vector(4, 8);
  for (let i = 0; i < (variadic?.length ?? 0); i++) {
    const count = batch.sizeAt(variadic!.begin + 8 * i);
    if (count > buffers.length) throw new Error(`a column has ${count} of ${buffers.length} buffers`);
  }
  return { rows, compressed: compression !== undefined, buffers };
}
