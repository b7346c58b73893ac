import { evaluationSequences, LetheError, tableFiles } from '@lethe/contracts';
import { documentNumbers } from '../data/document-numbers.js';
import { readSequences } from '../data/read-sequences.js';

/** Rows that training never sees. */
export interface EvaluationRows {
  /** Int32Array [count, length] */
  tokens: Int32Array;
  /** Int32Array [count, length], the number of each token's document in its row; only where asked for. */
  documents?: Int32Array;
  count: number;
  /** Tokens of a row. */
  length: number;
}

export interface EvaluationRowsOptions {
  /** Tokens of a row, as in training. */
  length: number;
  vocabSize: number;
  /** Rows to read at most. */
  rows: number;
  documentMask: boolean;
}

/**
 * Reads the first rows of the table evaluation_sequences; memory holds these alone.
 * @throws LetheError when the data stage wrote none, or they do not fit the training
 */
export async function readEvaluationRows(
  data: string,
  { length, vocabSize, rows, documentMask }: EvaluationRowsOptions,
): Promise<EvaluationRows> {
  if (tableFiles(data, evaluationSequences).length === 0) {
    throw new LetheError({
      what: 'there is no text to evaluate on',
      where: `train.evaluation; ${data}`,
      expected: `the table ${evaluationSequences.name}`,
      next: 'say in data.evaluation what is to be evaluated on, such as { "source": "held-out", "oneIn": 20 }',
    });
  }
  const read = await readSequences(data, vocabSize, { table: evaluationSequences, rows });
  if (read.length !== length) {
    throw new LetheError({
      what: 'rows to evaluate on differ in length from those of training',
      where: data,
      expected: `${length} tokens`,
      found: `${read.length} tokens`,
    });
  }
  const { count } = read;
  const tokens = await read.tokens.read(Array.from({ length: count }, (_, row) => row));
  await read.tokens.close();
  if (!documentMask) return { tokens, count, length };
  const documents = new Int32Array(tokens.length);
  for (let row = 0; row < count; row++) documents.set(documentNumbers(read, row), row * length);
  return { tokens, documents, count, length };
}
