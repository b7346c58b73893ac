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
  /** Start and end of every span of tokens that the loss counts, flattened; empty where it counts the whole row. */
  lossSpans: number[][];
}

/**
 * The place in a document at which the tokens begin that the loss counts, such as the answer of a question; 0 where it
 * counts all of them, and the end-of-text token behind them.
 */
export type LossStart = (document: TokenizedDocument) => number;

export const countAll: LossStart = () => 0;

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
 * @param lossStart of every document
 * @throws LetheError when all documents together do not fill one row
 */
export function* packRows(
  source: DocumentSource,
  endOfText: number,
  sequenceLength: number,
  random: Random,
  batchRows: number,
  lossStart: LossStart = countAll,
): Generator<PackedRows> {
  let rowsLeft = packingSize(source, sequenceLength).rows;
  const begin = (): PackedRows => emptyRows(Math.min(batchRows, rowsLeft), sequenceLength);
  let batch = begin();
  let position = 0;
  for (const index of random.shuffle(Int32Array.from({ length: source.documents }, (_, i) => i))) {
    const document = source.read(index);
    const { id, tokens } = document;
    const counted = lossStart(document);
    for (let done = 0; done <= tokens.length; ) {
      const row = Math.floor(position / sequenceLength);
      const offset = position - row * sequenceLength;
      const part = tokens.subarray(done, done + sequenceLength - offset);
      batch.documentIds[row]!.push(id);
      batch.documentStarts[row]!.push(offset);
      batch.tokens.set(part, position);
      const spans = batch.lossSpans[row]!;
      addSpan(spans, offset + Math.max(0, counted - done), offset + part.length);
      position += part.length;
      done += part.length;
      if (done === tokens.length && position < (row + 1) * sequenceLength) {
        batch.tokens[position++] = endOfText;
        done++;
        if (counted === 0) addSpan(spans, offset + part.length, offset + part.length + 1);
      }
      if (position < batch.tokens.length) continue;
      yield { ...batch, lossSpans: batch.lossSpans.map((found) => shortSpans(found, sequenceLength)) };
      rowsLeft -= batch.rows;
      if (rowsLeft === 0) return;
      batch = begin();
      position = 0;
    }
  }
}

/** Rows to be filled. */
export function emptyRows(rows: number, sequenceLength: number): PackedRows {
  return {
    rows,
    tokens: new Int32Array(rows * sequenceLength),
    documentIds: Array.from({ length: rows }, () => []),
    documentStarts: Array.from({ length: rows }, () => []),
    lossSpans: Array.from({ length: rows }, () => []),
  };
}

/** Adds a span after the others; one that touches the last is joined to it. */
function addSpan(spans: number[], start: number, end: number): void {
  if (start >= end) return;
  if (spans.length > 0 && spans.at(-1) === start) spans[spans.length - 1] = end;
  else spans.push(start, end);
}

/**
 * Spans as the sequences table writes them: none for all tokens, an empty one for no token. The first token never
 * counts.
 */
export function shortSpans(spans: readonly number[], sequenceLength: number): number[] {
  if (spans.length === 0) return [0, 0];
  return spans.length === 2 && spans[0]! <= 1 && spans[1] === sequenceLength ? [] : [...spans];
}
