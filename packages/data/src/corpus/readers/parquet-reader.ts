import { type FileHandle, open } from 'node:fs/promises';
import { LetheError, loadZstd } from '@lethe/contracts';
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { checkParquetFooter, checkParquetPages, readBytesAt } from './check-parquet.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';
import { columnsOf, documentMaker } from './document-fields.js';
import { JsonText } from './json-text.js';
import { parquetIdReader } from './parquet-ids.js';

const DOCUMENTS = 4096;
/** Rows that are in memory at a time: writers that repeat a value may put any number of rows into a row group. */
const SLICE_ROWS = 1 << 20;

/** Parquet of any schema. */
export const parquetReader = defineReader({
  name: 'parquet',
  description: 'Parquet',
  extensions: ['.parquet'],
  magic: (head) => head.toString('latin1', 0, 4) === 'PAR1',
  read: readParquetCorpus,
});

/**
 * Reads the documents of a Parquet file, a row each; a row group, or a million rows of it, in memory at a
 * time.
 * @throws LetheError when it is truncated, corrupt, or lacks a column that was asked for
 */
async function* readParquetCorpus(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  // The schema of experiments imports this reader, but does not need the library.
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  let row = 0;
  const handle = await open(file.path);
  try {
    // Of a file that was downloaded the size is that of its listing.
    const { size } = await handle.stat();
    await checkParquetFooter(handle, size);
    const buffer = asyncBuffer(handle, size);
    const metadata = await parquetMetadataAsync(buffer);
    const schema = parquetSchema(metadata);
    const names = schema.children.map(({ element }) => element.name);
    const columns = columnsOf(names, file.path, pass.fields);
    const { idField = 'id' } = pass.fields;
    const readId = idField === false ? undefined : parquetIdReader(schema, idField);
    const compressors = await loadCompressors();
    const decompress = (codec: string, data: Uint8Array, bytes: number): Uint8Array => {
      if (codec === 'UNCOMPRESSED') return data;
      const decoder = compressors[codec as keyof Compressors];
      if (decoder === undefined) throw new Error(`the compression ${codec} is not known`);
      return decoder(data, bytes);
    };
    const make = documentMaker(pass.fields, file.name, readId);
    for (const group of metadata.row_groups) {
      pass.signal?.throwIfAborted();
      await checkParquetPages(handle, size, group, { columns, schema, decompress });
      pass.countBytes(compressedBytes(group));
      const end = row + Number(group.num_rows);
      for (let begin = row; begin < end; begin += SLICE_ROWS) {
        const rows = Math.min(SLICE_ROWS, end - begin);
        const records = await readRows(buffer, metadata, compressors, columns, begin, begin + rows);
        if (records.length !== rows) throw new Error(`a row group has ${records.length} of ${rows} rows`);
        for (let first = 0; first < rows; first += DOCUMENTS) {
          const documents: CorpusDocument[] = [];
          for (const record of records.slice(first, first + DOCUMENTS)) {
            const document = pass.admit(make(record, row++), file, row, 'row');
            if (document) documents.push(document);
          }
          yield documents;
        }
      }
    }
  } catch (error) {
    if (error instanceof LetheError || pass.signal?.aborted) throw error;
    throw new LetheError(
      {
        what: 'this Parquet file is truncated or corrupt',
        where: file.path,
        expected: 'a complete Parquet file',
        found: `readable up to row ${row}; then: ${(error as Error).message}`,
        next: 'copy or download the file again',
      },
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}

async function loadCompressors(): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  const zstd = await loadZstd();
  return { ...compressors, ZSTD: (data, bytes) => zstd.decompress(data, bytes) };
}

async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  compressors: Compressors,
  columns: string[],
  rowStart: number,
  rowEnd: number,
): Promise<Record<string, unknown>[]> {
  const { parquetReadObjects } = await import('hyparquet');
  // Strings are made batch by batch, and checked: the bytes of a row group take half the memory.
  const stringFromBytes = (bytes: Uint8Array | undefined): Uint8Array | undefined => bytes;
  let records: Record<string, unknown>[] | undefined;
  // One after the other, so that their bytes are not all in memory and each has its rows counted.
  for (const column of columns) {
    const values = await parquetReadObjects({
      file,
      metadata,
      columns: [column],
      rowStart,
      rowEnd,
      compressors,
      parsers: { stringFromBytes, jsonFromBytes: (bytes) => bytes && new JsonText(bytes) },
    });
    if (records !== undefined && values.length !== records.length) {
      throw new Error(`column ${column} has ${values.length} of ${records.length} rows`);
    }
    records = records?.map((record, i) => Object.assign(record, values[i])) ?? values;
  }
  return records ?? [];
}

function asyncBuffer(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (!(start >= 0 && end >= start && end <= byteLength))
        throw new Error(`it refers to bytes ${start} to ${end}`);
      return (await readBytesAt(handle, start, end - start)).buffer;
    },
  };
}

function compressedBytes(group: FileMetaData['row_groups'][number]): number {
  const sizes = group.columns.map(({ meta_data }) => Number(meta_data?.total_compressed_size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
