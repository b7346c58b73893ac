import type { NumberLists } from '@lethe/contracts';
import type { LogUnit } from './log-unit.js';

/**
 * Natural-log probability of every target: the mean over its tokens, which is the "log probability" of a probe in
 * arXiv 2406.11813, whose code averages over the target span, or their sum, which is that of the whole target.
 * @param lists one list of token log-probabilities (nats) per measurement
 * @returns Float64Array [measurements], nats per token or per target; NaN for an empty list
 */
export function targetLogProbability(lists: NumberLists, unit: LogUnit): Float64Array {
  const values = new Float64Array(lists.offsets.length - 1);
  for (let i = 0; i < values.length; i++) {
    const start = lists.offsets[i]!;
    const end = lists.offsets[i + 1]!;
    let sum = 0;
    for (let token = start; token < end; token++) sum += lists.values[token]!;
    const tokens = end - start;
    values[i] = tokens > 0 && unit === 'target' ? sum : sum / tokens;
  }
  return values;
}
