import type { NumberLists } from '@lethe/contracts';

/**
 * Mean over the target tokens of their natural-log probabilities: the "log probability" of a probe in
 * arXiv 2406.11813, whose code averages over the target span.
 * @param lists one list of token log-probabilities (nats) per measurement
 * @returns Float64Array [measurements], nats per token; NaN for an empty list
 */
export function meanTokenLogProbability(lists: NumberLists): Float64Array {
  const means = new Float64Array(lists.offsets.length - 1);
  for (let i = 0; i < means.length; i++) {
    const start = lists.offsets[i]!;
    const end = lists.offsets[i + 1]!;
    let sum = 0;
    for (let token = start; token < end; token++) sum += lists.values[token]!;
    means[i] = sum / (end - start);
  }
  return means;
}
