import type { FileHandle } from 'node:fs/promises';
import { readFullyFrom } from '@lethe/contracts';
import type { FileMetaData, SchemaTree } from 'hyparquet';
import { checkPackedPage, type Levels, type PackedPage } from './parquet-levels.js';
import { readThriftStruct, type ThriftStruct } from './thrift-struct.js';

/** Values of a page beyond which memory could not hold them. */
const MAX_PAGE_VALUES = 2 ** 24;
const MAX_PAGE_BYTES = 2 ** 31 - 1;
const HEADER_BYTES = 1024;
const MAX_HEADER_BYTES = 1 << 20;
const TAIL_BYTES = 8;
/** Fields of page headers and of the headers in them (parquet.thrift). */
const [UNCOMPRESSED, COMPRESSED, DATA, DICTIONARY, DATA_V2] = [2, 3, 5, 7, 8];

type RowGroup = FileMetaData['row_groups'][number];

/**
 * Checks the footer of a Parquet file: lengths and counts in it fit its bytes.
 * @throws Error when they do not
 */
export async function checkParquetFooter(file: FileHandle, fileBytes: number): Promise<void> {
  if (fileBytes < 4 + TAIL_BYTES) throw new Error(`a file of ${fileBytes} bytes`);
  const tail = await readBytesAt(file, fileBytes - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE(0);
  if (tail.toString('latin1', 4) !== 'PAR1') throw new Error('its end is missing');
  if (length > fileBytes - TAIL_BYTES - 4)
    throw new Error(`a footer of ${length} bytes in a file of ${fileBytes}`);
  readThriftStruct(await readBytesAt(file, fileBytes - TAIL_BYTES - length, length), 0);
}

/** What pages are checked with. */
export interface PageContext {
  /** Names of columns at the root of the schema. */
  columns: readonly string[];
  schema: SchemaTree;
  decompress(codec: string, data: Uint8Array, bytes: number): Uint8Array;
}

/**
 * Checks the pages of columns of a row group: they lie in the file, and hold no more values than the metadata state,
 * in no run more than are left.
 * @throws Error when they do not
 */
export async function checkParquetPages(
  file: FileHandle,
  fileBytes: number,
  group: RowGroup,
  { columns, schema, decompress }: PageContext,
): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (column === undefined || !columns.includes(column.path_in_schema[0]!)) continue;
    const name = column.path_in_schema.join('.');
    const begin = Number(column.dictionary_page_offset || column.data_page_offset);
    const end = begin + Number(column.total_compressed_size);
    const values = Number(column.num_values);
    if (!(begin >= 4 && end >= begin && end <= fileBytes && values >= 0))
      throw new Error(`column ${name} has ${values} values at bytes ${begin} to ${end}`);
    const levels = levelsOf(schema, column.path_in_schema);
    let counted = 0;
    // A last byte may pad the column.
    for (let at = begin; at < end - 1 && counted < values; ) {
      const page = await readPage(file, at, end);
      const problem = pageProblem(page, end - at, values - counted);
      if (problem) throw new Error(`column ${name} has a page of ${problem}`);
      if (!page.isDictionary) {
        const data = await readBytesAt(file, at + page.headerBytes, page.compressedBytes);
        checkPackedPage(
          unpack(page, data, (rest, bytes) => decompress(column.codec, rest, bytes)),
          levels,
        );
      }
      if (!page.isDictionary) counted += page.values;
      at += page.headerBytes + page.compressedBytes;
    }
  }
}

interface Page {
  headerBytes: number;
  compressedBytes: number;
  bytes: number;
  values: number;
  isDictionary: boolean;
  /** The header of data or dictionary in it. */
  details: ThriftStruct | undefined;
  version: 1 | 2;
}

/** The levels and values of a page; those of version 2 have levels that are not compressed. */
function unpack(
  { bytes, values, version, details }: Page,
  data: Uint8Array,
  decompress: (data: Uint8Array, bytes: number) => Uint8Array,
): PackedPage {
  const numberOf = (field: number, absent = 0): number => Number(details?.fields.get(field) ?? absent);
  if (version === 1) {
    const whole = { repetitionBytes: 0, definitionBytes: 0, encoding: numberOf(2) };
    return { bytes: decompress(data, bytes), version, values, ...whole };
  }
  const [definitionBytes, repetitionBytes] = [numberOf(5), numberOf(6)];
  const levelBytes = definitionBytes + repetitionBytes;
  if (!(definitionBytes >= 0 && repetitionBytes >= 0 && levelBytes <= Math.min(bytes, data.length))) {
    throw new Error(`levels of ${levelBytes} bytes in a page of ${data.length}`);
  }
  const rest = data.subarray(levelBytes);
  const content = numberOf(7, 1) === 1 ? decompress(rest, bytes - levelBytes) : rest;
  const joined = Buffer.concat([data.subarray(0, levelBytes), content]);
  return { bytes: joined, version, values, repetitionBytes, definitionBytes, encoding: numberOf(4) };
}

function levelsOf(schema: SchemaTree, path: readonly string[]): Levels {
  const levels = { repetition: 0, definition: 0 };
  let tree: SchemaTree | undefined = schema;
  for (const name of path) {
    tree = tree?.children.find(({ element }) => element.name === name);
    const kind = tree?.element.repetition_type;
    if (kind !== 'REQUIRED') levels.definition++;
    if (kind === 'REPEATED') levels.repetition++;
  }
  return levels;
}

/** The header of the page at a byte; most are short, but they may hold the least and the greatest value. */
async function readPage(file: FileHandle, at: number, end: number): Promise<Page> {
  let header: ThriftStruct;
  try {
    header = readThriftStruct(await readBytesAt(file, at, Math.min(end - at, HEADER_BYTES)), 0);
  } catch {
    header = readThriftStruct(await readBytesAt(file, at, Math.min(end - at, MAX_HEADER_BYTES)), 0);
  }
  const { fields, end: headerBytes } = header;
  const numberOf = (field: number): number => Number(fields.get(field));
  const details = [DATA, DATA_V2, DICTIONARY].map((field) => fields.get(field));
  const kind = details.find((found) => typeof found === 'object');
  const found = typeof kind === 'object' ? kind : undefined;
  return {
    headerBytes,
    compressedBytes: numberOf(COMPRESSED),
    bytes: numberOf(UNCOMPRESSED),
    values: Number(found?.fields.get(1) ?? 0),
    isDictionary: found !== undefined && found === details[2],
    version: found !== undefined && found === details[1] ? 2 : 1,
    details: found,
  };
}

function pageProblem(page: Page, bytesLeft: number, valuesLeft: number): string | undefined {
  const { headerBytes, compressedBytes, bytes, values, isDictionary } = page;
  if (!(compressedBytes >= 0 && headerBytes + compressedBytes <= bytesLeft)) {
    return `${compressedBytes} bytes where ${bytesLeft - headerBytes} are left`;
  }
  if (!(bytes >= 0 && bytes <= MAX_PAGE_BYTES)) return `${bytes} bytes when it is decompressed`;
  // A value of a dictionary takes four bytes or more; only empty values of fixed length would take none.
  const most = isDictionary ? bytes : Math.min(valuesLeft, MAX_PAGE_VALUES);
  if (!(values >= 0 && values <= most)) return `${values} values where there may be ${most}`;
  return undefined;
}

/** Bytes of a file, in memory of their own. @throws Error where it ends before them */
export async function readBytesAt(
  file: FileHandle,
  at: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.alloc(length);
  const read = await readFullyFrom(file, bytes, at);
  if (read < length) throw new Error(`the file ends at byte ${at + read}`);
  return bytes;
}
