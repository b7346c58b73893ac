import { LetheError, type Random } from '@lethe/contracts';
import {
  countAll,
  type DocumentSource,
  emptyRows,
  type LossStart,
  type PackedRows,
  shortSpans,
} from './pack-rows.js';

/**
 * Puts one document into each row, in random order and in batches. Rows are padded with the end-of-text token, which
 * the loss does not count. Memory: 4 bytes per document and one batch.
 * @param batchRows rows per batch; the last one may have fewer
 * @param lossStart of every document
 * @throws LetheError when a document is longer than a row
 */
export function* documentRows(
  source: DocumentSource,
  endOfText: number,
  sequenceLength: number,
  random: Random,
  batchRows: number,
  lossStart: LossStart = countAll,
): Generator<PackedRows> {
  checkLengths(source, sequenceLength);
  const order = random.shuffle(Int32Array.from({ length: source.documents }, (_, i) => i));
  for (let first = 0; first < order.length; first += batchRows) {
    const batch = emptyRows(Math.min(batchRows, order.length - first), sequenceLength);
    batch.tokens.fill(endOfText);
    for (let row = 0; row < batch.rows; row++) {
      const document = source.read(order[first + row]!);
      const { id, tokens } = document;
      batch.tokens.set(tokens, row * sequenceLength);
      batch.documentIds[row] = [id];
      batch.documentStarts[row] = [0];
      const start = lossStart(document);
      const spans = start < tokens.length ? [start, tokens.length] : [];
      batch.lossSpans[row] = shortSpans(spans, sequenceLength);
    }
    yield batch;
  }
}

function checkLengths(source: DocumentSource, sequenceLength: number): void {
  let longer = 0;
  let longest = 0;
  for (let index = 0; index < source.documents; index++) {
    const { length } = source.read(index).tokens;
    if (length > sequenceLength) longer++;
    longest = Math.max(longest, length);
  }
  if (longer === 0 && source.documents > 0) return;
  const { documents } = source;
  throw new LetheError({
    what: documents === 0 ? 'there are no documents' : 'documents do not fit into one row each',
    where: documents === 0 ? 'data.background' : 'data.packing: documents',
    expected: `documents of at most data.sequenceLength = ${sequenceLength} tokens`,
    found: `${longer} of ${documents} are longer, the longest has ${longest} tokens`,
    next: 'raise data.sequenceLength, or pack the documents',
  });
}
