import { isUtf8 } from 'node:buffer';
import { arrowBatches, LetheError, loadZstd } from '@lethe/contracts';
import {
  Binary,
  BinaryView,
  CompressionType,
  compressionRegistry,
  DataType,
  LargeBinary,
  type RecordBatch,
  type Schema,
  Vector,
} from 'apache-arrow';
import type { CorpusDocument } from '../documents/corpus-document.js';
import type { CorpusFile } from './corpus-file.js';
import type { CorpusPass } from './corpus-pass.js';
import { defineReader } from './corpus-reader.js';
import { columnsOf, documentMaker } from './document-fields.js';
import { decompressLz4Frames } from './lz4-frame.js';

const DOCUMENTS = 4096;

/** Arrow IPC of any schema. */
export const arrowReader = defineReader({
  name: 'arrow',
  description: 'Arrow IPC file or stream, such as Feather 2 or what Hugging Face datasets saves',
  extensions: ['.arrow', '.arrows', '.feather'],
  magic: (head) => /^(ARROW1|\xff{4})/.test(head.toString('latin1', 0, 6)),
  read: readArrowCorpus,
});

/**
 * Reads the documents of an Arrow file or stream of any schema, a row each, one record batch in memory at a time;
 * LZ4 and zstd compression too.
 * @throws LetheError when it is truncated, corrupt, or lacks a column that was asked for
 */
async function* readArrowCorpus(file: CorpusFile, pass: CorpusPass): AsyncGenerator<CorpusDocument[]> {
  await registerArrowCodecs();
  const { textField, idField = 'id' } = pass.fields;
  const make = documentMaker(pass.fields, file.name);
  let row = 0;
  const checkSchema = ({ fields }: Schema): void => {
    const names = fields.map(({ name }) => name);
    columnsOf(names, file.path, pass.fields);
  };
  try {
    for await (const batch of arrowBatches(file.path, { checkSchema })) {
      pass.signal?.throwIfAborted();
      // For a stream without batches arrow-js yields an empty one.
      if (batch.numRows === 0) continue;
      pass.countBytes(batch.data.byteLength);
      const textOf = columnValues(batch, textField);
      const idOf = idField === false ? undefined : columnValues(batch, idField);
      for (let begin = 0; begin < batch.numRows; begin += DOCUMENTS) {
        const documents: CorpusDocument[] = [];
        for (let i = begin; i < Math.min(begin + DOCUMENTS, batch.numRows); i++) {
          const record = { [textField]: textOf(i), ...(idOf && { [idField as string]: idOf(i) }) };
          const found = make(record, row++);
          const document = pass.admit(found, file, row, 'row');
          if (document) documents.push(document);
        }
        yield documents;
      }
    }
  } catch (error) {
    if (error instanceof LetheError || pass.signal?.aborted) throw error;
    throw new LetheError(
      {
        what: 'this Arrow file is truncated or corrupt',
        where: file.path,
        expected: 'a complete Arrow IPC file or stream',
        found: `readable up to row ${row}; then: ${(error as Error).message}`,
        next: 'copy or download the file again',
      },
      { cause: error },
    );
  }
}

/** The values of a column of a batch, or of a column nested in others; bytes where a string is not UTF-8. */
function columnValues(batch: RecordBatch, field: string): (row: number) => unknown {
  let column: Vector | null = batch.getChild(field);
  if (!column) {
    const [first, ...steps] = field.split('.');
    column = steps.reduce<Vector | null>(
      (outer, step) => outer?.getChild(step) ?? null,
      batch.getChild(first!),
    );
  }
  if (!column) return () => undefined;
  const values = column;
  const bytes = bytesOf(values);
  return (row) => {
    const value: unknown = values.get(row);
    // arrow-js puts this character where bytes are not UTF-8.
    if (!bytes || typeof value !== 'string' || !value.includes('\ufffd')) return value;
    const raw = bytes(row);
    return isUtf8(raw) ? value : raw;
  };
}

/** The values of a column of strings without decoding. */
function bytesOf(column: Vector): ((row: number) => Uint8Array) | undefined {
  const { type } = column;
  if (DataType.isDictionary(type)) {
    const keys = new Vector(column.data.map((data) => data.clone(type.indices)));
    const values = bytesOf(column.data[0]!.dictionary!);
    return values && ((row) => values(keys.get(row) as number));
  }
  const bytesType = DataType.isUtf8(type)
    ? new Binary()
    : DataType.isLargeUtf8(type)
      ? new LargeBinary()
      : DataType.isUtf8View(type)
        ? new BinaryView()
        : undefined;
  if (!bytesType) return undefined;
  const bytes = new Vector(column.data.map((data) => data.clone(bytesType)));
  return (row) => bytes.get(row) as Uint8Array;
}

/**
 * Registers the codecs by which arrow-js reads compressed batches, for reading only: other readers refuse what
 * version 21 writes.
 */
async function registerArrowCodecs(): Promise<void> {
  const zstd = await loadZstd();
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frames });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => aligned(zstd.decompress(data)) });
}

/** arrow-js makes views of 64-bit numbers on what it is given. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}
