import {
  corpus,
  createTableWriter,
  type evaluationCorpus,
  type RowOf,
  type TableDefinition,
} from '@lethe/contracts';
import type { CorpusDocument, DocumentStream } from './corpus-document.js';

const BATCH_ROWS = 65_536;
/** UTF-16 units of text in a batch: long documents come in smaller batches. */
const BATCH_UNITS = 2 ** 25;

/**
 * Writes the corpus table from a stream of documents; memory holds one batch of at most 65,536 documents and
 * 33 million UTF-16 units, or a single document that is longer.
 * @param onDocuments told of the documents of every batch that the stream gives; what it throws ends the work, and
 * no table is left
 * @returns number of documents
 */
export async function writeCorpus(
  directory: string,
  documents: DocumentStream,
  onDocuments: (documents: readonly CorpusDocument[]) => void | Promise<void> = () => {},
  table: typeof corpus | typeof evaluationCorpus = corpus,
): Promise<number> {
  const writer = createTableWriter(directory, table);
  let waiting: CorpusDocument[] = [];
  let units = 0;
  let written = 0;
  const write = (): void => {
    writer.writeRows(waiting);
    written += waiting.length;
    waiting = [];
    units = 0;
  };
  try {
    for await (const batch of documents) {
      for (const document of batch) {
        if (waiting.length === BATCH_ROWS || units + document.text.length > BATCH_UNITS) write();
        waiting.push(document);
        units += document.text.length;
      }
      await onDocuments(batch);
    }
    write();
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
  return written;
}

/** Writes a table from rows, batch by batch; what was begun is removed when a row cannot be written. */
export function writeInBatches<T extends TableDefinition>(
  directory: string,
  table: T,
  rows: readonly RowOf<T>[],
): void {
  const writer = createTableWriter(directory, table);
  try {
    for (let begin = 0; begin < rows.length; begin += BATCH_ROWS) {
      writer.writeRows(rows.slice(begin, begin + BATCH_ROWS));
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
}
