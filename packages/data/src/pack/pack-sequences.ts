import { LetheError, type Random } from '@lethe/contracts';

/** A document as token ids, without end-of-text. */
export interface TokenizedDocument {
  id: string;
  tokens: Int32Array;
}

/** Rows of equal length, cut from documents laid end to end. */
export interface PackedSequences {
  rows: number;
  /** Int32Array [rows * sequenceLength], row after row. */
  tokens: Int32Array;
  /** Documents in each row, in order. */
  documentIds: string[][];
  /** Offset in the row at which each of them begins; 0 where it continues from the row before. */
  documentStarts: number[][];
  /** Tokens at the very end that fill no whole row and are left out. */
  leftOver: number;
}

/**
 * Lays the documents end to end in a random order, each followed by the end-of-text token, and cuts them
 * into rows of `sequenceLength` tokens.
 * @throws LetheError when all documents together do not fill one row
 */
export function packSequences(
  documents: readonly TokenizedDocument[],
  endOfText: number,
  sequenceLength: number,
  random: Random,
): PackedSequences {
  const total = documents.reduce((sum, document) => sum + document.tokens.length + 1, 0);
  const rows = Math.floor(total / sequenceLength);
  if (rows === 0) {
    throw new LetheError({
      what: 'the background does not fill a single row',
      where: 'data.background',
      expected: `at least data.sequenceLength = ${sequenceLength} tokens`,
      found: `${total} tokens in ${documents.length} documents`,
      next: 'add background documents or shorten data.sequenceLength',
    });
  }
  const tokens = new Int32Array(rows * sequenceLength);
  const documentIds: string[][] = Array.from({ length: rows }, () => []);
  const documentStarts: number[][] = Array.from({ length: rows }, () => []);
  let position = 0;
  for (const index of random.shuffle(Int32Array.from(documents.keys()))) {
    const document = documents[index]!;
    const begin = position;
    const length = Math.min(document.tokens.length, tokens.length - position);
    tokens.set(document.tokens.subarray(0, length), position);
    position += length;
    if (position < tokens.length) tokens[position++] = endOfText;
    for (let row = Math.floor(begin / sequenceLength); row * sequenceLength < position; row++) {
      documentIds[row]!.push(document.id);
      documentStarts[row]!.push(Math.max(0, begin - row * sequenceLength));
    }
    if (position === tokens.length) break;
  }
  return { rows, tokens, documentIds, documentStarts, leftOver: total - tokens.length };
}
