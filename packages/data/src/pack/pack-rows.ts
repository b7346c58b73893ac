import { LetheError, type Random } from '@lethe/contracts';

/** A document as token ids, without end-of-text. */
export interface TokenizedDocument {
  id: string;
  tokens: Int32Array;
}

/** Tokenized documents that can be read in any order, as often as wanted. */
export interface DocumentSource {
  readonly documents: number;
  /** Tokens of all documents, without end-of-text. */
  readonly tokens: number;
  read(index: number): TokenizedDocument;
}

/** Some rows of equal length, cut from documents laid end to end. */
export interface PackedRows {
  rows: number;
  /** Int32Array [rows * sequenceLength], row after row. */
  tokens: Int32Array;
  /** Documents in each row, in order. */
  documentIds: string[][];
  /** Offset in the row at which each of them begins; 0 where it continues from the row before. */
  documentStarts: number[][];
}

/** How many rows documents fill. */
export interface PackingSize {
  rows: number;
  /** Tokens at the very end that fill no whole row and are left out. */
  leftOver: number;
}

/**
 * How many rows of `sequenceLength` tokens the documents fill, an end-of-text token after each.
 * @throws LetheError when all documents together do not fill one row
 */
export function packingSize(source: DocumentSource, sequenceLength: number): PackingSize {
  const total = source.tokens + source.documents;
  const rows = Math.floor(total / sequenceLength);
  if (rows > 0) return { rows, leftOver: total - rows * sequenceLength };
  throw new LetheError({
    what: 'the background does not fill a single row',
    where: 'data.background',
    expected: `at least data.sequenceLength = ${sequenceLength} tokens`,
    found: `${total} tokens in ${source.documents} documents`,
    next: 'add background documents or shorten data.sequenceLength',
  });
}

/**
 * Lays the documents end to end in a random order, each followed by the end-of-text token, cuts them into rows of
 * `sequenceLength` tokens and gives these in batches. Which rows come out depends on the documents, their order
 * and `random`, never on the size of the batches.
 * Memory: 4 bytes per document, one batch and the longest document.
 * @param batchRows rows per batch; the last one may have fewer
 * @throws LetheError when all documents together do not fill one row
 */
export function* packRows(
  source: DocumentSource,
  endOfText: number,
  sequenceLength: number,
  random: Random,
  batchRows: number,
): Generator<PackedRows> {
  let rowsLeft = packingSize(source, sequenceLength).rows;
  const begin = (): PackedRows => emptyRows(Math.min(batchRows, rowsLeft), sequenceLength);
  let batch = begin();
  let position = 0;
  for (const index of random.shuffle(Int32Array.from({ length: source.documents }, (_, i) => i))) {
    const { id, tokens } = source.read(index);
    for (let done = 0; done <= tokens.length; ) {
      const row = Math.floor(position / sequenceLength);
      const offset = position - row * sequenceLength;
      const part = tokens.subarray(done, done + sequenceLength - offset);
      batch.documentIds[row]!.push(id);
      batch.documentStarts[row]!.push(offset);
      batch.tokens.set(part, position);
      position += part.length;
      done += part.length;
      if (done === tokens.length && position < (row + 1) * sequenceLength) {
        batch.tokens[position++] = endOfText;
        done++;
      }
      if (position < batch.tokens.length) continue;
      yield batch;
      rowsLeft -= batch.rows;
      if (rowsLeft === 0) return;
      batch = begin();
      position = 0;
    }
  }
}

function emptyRows(rows: number, sequenceLength: number): PackedRows {
  return {
    rows,
    tokens: new Int32Array(rows * sequenceLength),
    documentIds: Array.from({ length: rows }, () => []),
    documentStarts: Array.from({ length: rows }, () => []),
  };
}
