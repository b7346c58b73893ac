import { LetheError } from '@lethe/contracts';

/**
 * The share of every predicted token in the mean loss of a batch; the first token of a row is predicted from nothing.
 * @param counted Int32Array [batchSize, length], 1 for tokens that count and 0 for others
 * @returns Float32Array [batchSize, length - 1], of sum 1
 * @throws LetheError when no token counts
 */
export function lossWeights(counted: Int32Array, length: number, where: string): Float32Array {
  const rows = counted.length / length;
  const weights = new Float32Array(rows * (length - 1));
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const predicted = counted.subarray(row * length + 1, (row + 1) * length);
    weights.set(predicted, row * (length - 1));
    for (const one of predicted) total += one;
  }
  if (total === 0) {
    throw new LetheError({
      what: 'the loss counts no token of this batch',
      where,
      expected: 'a token behind the first of its row within the loss_spans of the sequences table',
      found: 'none',
      next: 'make data.sequenceLength or data.order.batchSize larger, so that every batch holds an answer',
    });
  }
  return weights.map((one) => one / total);
}
