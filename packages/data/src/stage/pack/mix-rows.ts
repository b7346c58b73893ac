import { emptyRows, type PackedRows } from './pack-rows.js';

/**
 * Merges the rows of several parts into batches, in the order of `picks`, until a part that is picked has none left:
 * what the others still have is left out, so that the parts keep their shares.
 * Memory: a batch of every part.
 * @param parts batches of rows of every part
 * @param batchRows rows per batch; the last one may have fewer
 */
export function* mixRows(
  parts: readonly Iterable<PackedRows>[],
  picks: Iterable<number>,
  sequenceLength: number,
  batchRows: number,
): Generator<PackedRows> {
  const rowsOf = parts.map((batches) => rowsIn(batches, sequenceLength));
  let batch = emptyRows(batchRows, sequenceLength);
  let filled = 0;
  for (const part of picks) {
    const { done, value: row } = rowsOf[part]!.next();
    if (done) break;
    batch.tokens.set(row.tokens, filled * sequenceLength);
    batch.documentIds[filled] = row.documentIds;
    batch.documentStarts[filled] = row.documentStarts;
    batch.lossSpans[filled] = row.lossSpans;
    if (++filled < batchRows) continue;
    yield batch;
    batch = emptyRows(batchRows, sequenceLength);
    filled = 0;
  }
  if (filled > 0) yield firstRows(batch, filled, sequenceLength);
}

interface Row {
  tokens: Int32Array;
  documentIds: string[];
  documentStarts: number[];
  lossSpans: number[];
}

function* rowsIn(batches: Iterable<PackedRows>, sequenceLength: number): Generator<Row, undefined> {
  for (const { rows, tokens, documentIds, documentStarts, lossSpans } of batches) {
    for (let row = 0; row < rows; row++) {
      yield {
        tokens: tokens.subarray(row * sequenceLength, (row + 1) * sequenceLength),
        documentIds: documentIds[row]!,
        documentStarts: documentStarts[row]!,
        lossSpans: lossSpans[row]!,
      };
    }
  }
}

function firstRows(batch: PackedRows, rows: number, sequenceLength: number): PackedRows {
  return {
    rows,
    tokens: batch.tokens.subarray(0, rows * sequenceLength),
    documentIds: batch.documentIds.slice(0, rows),
    documentStarts: batch.documentStarts.slice(0, rows),
    lossSpans: batch.lossSpans.slice(0, rows),
  };
}
