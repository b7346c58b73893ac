import type { Random } from '@lethe/contracts';
import type { DataSpec } from '../options/data.js';

type RowPolicy = DataSpec['order']['injection']['row'];

/**
 * Which rows of the batch take injected texts, ascending: the first `used` ones (arXiv 2406.11813), rows evenly
 * spread over the batch, or rows drawn at random without replacement.
 * @param used rows that are needed, at most `batchSize`
 * @param random read by the policy `random` alone
 */
export function chooseRows(policy: RowPolicy, used: number, batchSize: number, random: Random): number[] {
  switch (policy) {
    case 'first':
      return Array.from({ length: used }, (_, i) => i);
    case 'spread':
      return Array.from({ length: used }, (_, i) => Math.floor((i * batchSize) / used));
    case 'random': {
      const rows = random.shuffle(Array.from({ length: batchSize }, (_, row) => row));
      return rows.slice(0, used).sort((a, b) => a - b);
    }
  }
}
