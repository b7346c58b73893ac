import { documentNumbersOfRow, documentStartsOfRow, type Injection, LetheError } from '@lethe/contracts';
import type { Sequences } from './read-sequences.js';

/** No injection: for rows that are used as they are. */
export const nothingInjected: Injection = {
  placement: 'none',
  positions: new Int32Array(),
  lengths: new Int32Array(),
  injectedTokens: new Int32Array(),
};

/**
 * The number of each token's document in the assembled row, Int32Array [length]; a row without recorded documents is one.
 */
export function documentNumbers(
  sequences: Pick<Sequences, 'starts' | 'firstStart' | 'length'>,
  row: number,
  injection: Injection = nothingInjected,
): Int32Array {
  const { starts, firstStart, length } = sequences;
  const recorded = starts.subarray(firstStart[row], firstStart[row + 1]);
  const background = recorded.length > 0 ? recorded : Int32Array.of(0);
  // Only where documents begin matters here, not their ids.
  const nameless = (count: number): string[] => new Array<string>(count).fill('');
  const found = documentStartsOfRow(
    { ids: nameless(background.length), starts: background },
    { ...injection, factIds: nameless(injection.lengths.length) },
    length,
  );
  return documentNumbersOfRow(
    found.map(({ start }) => start),
    length,
  );
}

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
      expected: 'a token after the first of its row within the loss_spans of the sequences table',
      found: 'none',
      next: 'make data.sequenceLength or data.order.batchSize larger, so that every batch holds an answer',
    });
  }
  return weights.map((one) => one / total);
}
