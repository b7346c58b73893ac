import { createTableWriter, type evaluationSequences, type Random, sequences } from '@lethe/contracts';
import { documentRows } from './document-rows.js';
import {
  countAll,
  type DocumentSource,
  type LossStart,
  type PackingSize,
  packingSize,
  packRows,
} from './pack-rows.js';

const BATCH_ROWS = 65_536;
/** 64 MiB of token ids: long rows come in smaller batches. */
const BATCH_TOKENS = 2 ** 24;

/** How documents become rows. */
interface SequencesLayout {
  /** The token after each document. */
  endOfText: number;
  /** Tokens of a row. */
  sequenceLength: number;
  /** Draws the order of the documents. */
  random: Random;
  /** `packed` (by default): laid end to end and cut; `documents`: one in each row, see `documentRows`. */
  packing?: 'packed' | 'documents';
  /** Which tokens the loss counts; all by default. */
  lossStart?: LossStart;
  /** The sequences of training by default. */
  table?: typeof sequences | typeof evaluationSequences;
}

/**
 * Packs documents as `packRows` or `documentRows` does and writes the sequences table batch by batch.
 * Memory: 4 bytes per document, one batch (at most 64 MiB of token ids) and the longest document.
 * @param onRows told of every batch of rows; what it throws ends the work, and no table is left
 * @throws LetheError when all documents together do not fill one row, or one does not fit into its row
 */
export async function writeSequences(
  directory: string,
  source: DocumentSource,
  {
    endOfText,
    sequenceLength,
    random,
    packing = 'packed',
    lossStart = countAll,
    table = sequences,
  }: SequencesLayout,
  onRows: (rows: number) => void | Promise<void> = () => {},
): Promise<PackingSize> {
  const isPacked = packing === 'packed';
  const size = isPacked ? packingSize(source, sequenceLength) : { rows: source.documents, leftOver: 0 };
  const batchRows = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_TOKENS / sequenceLength)));
  const writer = createTableWriter(directory, table, { listSize: sequenceLength });
  try {
    const layOut = isPacked ? packRows : documentRows;
    for (const batch of layOut(source, endOfText, sequenceLength, random, batchRows, lossStart)) {
      writer.write({
        tokens: batch.tokens,
        document_ids: batch.documentIds,
        document_starts: batch.documentStarts,
        loss_spans: batch.lossSpans,
      });
      await onRows(batch.rows);
    }
  } catch (error) {
    writer.abort();
    throw error;
  }
  writer.close();
  return size;
}
