import type { FileHandle } from 'node:fs/promises';
import type { FileMetaData } from 'hyparquet';
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
  const tail = await read(file, fileBytes - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE(0);
  if (tail.toString('latin1', 4) !== 'PAR1') throw new Error('its end is missing');
  if (length > fileBytes - TAIL_BYTES - 4)
    throw new Error(`a footer of ${length} bytes in a file of ${fileBytes}`);
  readThriftStruct(await read(file, fileBytes - TAIL_BYTES - length, length), 0);
}

/**
 * Checks the pages of columns of a row group by their headers: they lie in the file, and hold no more values than the
 * metadata state.
 * @param columns names of columns at the root of the schema
 * @throws Error when they do not
 */
export async function checkParquetPages(
  file: FileHandle,
  fileBytes: number,
  group: RowGroup,
  columns: readonly string[],
): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (column === undefined || !columns.includes(column.path_in_schema[0]!)) continue;
    const name = column.path_in_schema.join('.');
    const begin = Number(column.dictionary_page_offset || column.data_page_offset);
    const end = begin + Number(column.total_compressed_size);
    const values = Number(column.num_values);
    if (begin < 4 || end < begin || end > fileBytes)
      throw new Error(`column ${name} lies at bytes ${begin} to ${end}`);
    let counted = 0;
    // A last byte may pad the column.
    for (let at = begin; at < end - 1 && counted < values; ) {
      const page = await readPage(file, at, end);
      const problem = pageProblem(page, end - at, values - counted);
      if (problem) throw new Error(`column ${name} has a page of ${problem}`);
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
}

/** The header of the page at a byte; most are short, but they may hold the least and the greatest value. */
async function readPage(file: FileHandle, at: number, end: number): Promise<Page> {
  let header: ThriftStruct;
  try {
    header = readThriftStruct(await read(file, at, Math.min(end - at, HEADER_BYTES)), 0);
  } catch {
    header = readThriftStruct(await read(file, at, Math.min(end - at, MAX_HEADER_BYTES)), 0);
  }
  const { fields, end: headerBytes } = header;
  const numberOf = (field: number): number => Number(fields.get(field));
  const details = [DATA, DATA_V2, DICTIONARY].map((field) => fields.get(field));
  const kind = details.find((found) => typeof found === 'object');
  const values = typeof kind === 'object' ? Number(kind.fields.get(1)) : 0;
  const isDictionary = kind !== undefined && kind === details[2];
  return {
    headerBytes,
    compressedBytes: numberOf(COMPRESSED),
    bytes: numberOf(UNCOMPRESSED),
    values,
    isDictionary,
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

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead < length) throw new Error(`the file ends at byte ${at + bytesRead}`);
  return bytes;
}
