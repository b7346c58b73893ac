import { constants } from 'node:buffer';
import { arrowBatches, LetheError, loadZstd } from '@lethe/contracts';
import { CompressionType, compressionRegistry, type Schema } from 'apache-arrow';
import type { CorpusDocument } from '../documents/corpus-document.js';
import { columnIds, columnTexts } from './arrow-column.js';
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
      const textOf = columnTexts(batch, textField);
      const idOf = idField === false ? undefined : columnIds(batch, idField);
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

/**
 * Registers the codecs by which arrow-js reads compressed batches, for reading only: other readers refuse what
 * version 21 writes.
 */
async function registerArrowCodecs(): Promise<void> {
  const zstd = await loadZstd();
  const codec = (decompress: (data: Uint8Array, bytes: number) => Uint8Array) => ({
    decode(data: Uint8Array): Uint8Array {
      const declared = declaredBytes(data);
      const bytes = decompress(data, declared);
      if (bytes.length !== declared) {
        throw new Error(`a buffer of ${declared} bytes has ${bytes.length} when it is decompressed`);
      }
      // arrow-js makes views of 64-bit numbers on what it is given.
      return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    },
  });
  compressionRegistry.set(CompressionType.LZ4_FRAME, codec(decompressLz4Frames));
  compressionRegistry.set(CompressionType.ZSTD, codec(zstd.decompress));
}

/** The bytes that a compressed buffer says it holds; they stand before what arrow-js hands to a codec. */
function declaredBytes({ buffer, byteOffset }: Uint8Array): number {
  const bytes = Number(new DataView(buffer, byteOffset - 8, 8).getBigInt64(0, true));
  if (bytes < 0 || bytes > constants.MAX_LENGTH) throw new Error(`a buffer of ${bytes} bytes`);
  return bytes;
}
