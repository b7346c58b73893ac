import { countedTokensOfRow, evaluationSequences, LetheError, tableFiles } from '@lethe/contracts';
import { readSequences } from '../data/read-sequences.js';
import { documentNumbers, nothingInjected } from '../data/row-targets.js';

/** Held-out rows. */
export interface EvaluationRows {
  /** Int32Array [count, length] */
  tokens: Int32Array;
  /** Int32Array [count, length], the number of each token's document in its row; only where asked for. */
  documents?: Int32Array;
  /**
   * Float32Array [count, length - 1], 1 for tokens after the first of a row that count and 0 for others; only where some do not.
   */
  counted?: Float32Array;
  /** Tokens of each row that count. Int32Array [count] */
  counts: Int32Array;
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
      what: 'there are no rows to evaluate on',
      where: `train.evaluation; ${data}`,
      expected: `the table ${evaluationSequences.name}`,
      next: 'choose the text in data.evaluation, such as { "source": "held-out", "oneIn": 20 }',
    });
  }
  const read = await readSequences(data, vocabSize, { table: evaluationSequences, rows });
  if (read.length !== length) {
    throw new LetheError({
      what: 'evaluation rows and training rows differ in length',
      where: data,
      expected: `${length} tokens`,
      found: `${read.length} tokens`,
    });
  }
  const { count } = read;
  const tokens = await read.tokens.read(Array.from({ length: count }, (_, row) => row));
  await read.tokens.close();
  const isWeighted = read.lossSpans.length > 0;
  const documents = new Int32Array(documentMask ? tokens.length : 0);
  const counted = new Float32Array(isWeighted ? count * (length - 1) : 0);
  const counts = new Int32Array(count).fill(length - 1);
  for (let row = 0; row < count; row++) {
    if (documentMask) documents.set(documentNumbers(read, row), row * length);
    if (!isWeighted) continue;
    const spans = read.lossSpans.subarray(read.firstSpan[row], read.firstSpan[row + 1]);
    const ones = countedTokensOfRow(spans, nothingInjected, length).subarray(1);
    counted.set(ones, row * (length - 1));
    counts[row] = ones.reduce((sum, one) => sum + one, 0);
  }
  if (counts.every((tokens) => tokens === 0)) {
    throw new LetheError({
      what: 'the loss counts no token of the evaluation rows',
      where: data,
      expected: `a token within the loss_spans of the first ${count} rows of ${evaluationSequences.name}`,
      next: 'raise train.evaluation.rows, or hold out other text',
    });
  }
  return {
    ...{ tokens, counts, count, length },
    ...(documentMask ? { documents } : {}),
    ...(isWeighted ? { counted } : {}),
  };
}
