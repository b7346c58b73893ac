import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';
import { withGradient } from './with-gradient.js';

/**
 * Looks up rows of a table. The gradient adds up the rows of dy that belong to the same id.
 * Ids must lie in [0, v): eager backends throw, a compiled program takes the nearest row (see `below` of InputSpec).
 * @param table float32 [v, d]
 * @param ids int32 [n]
 * @returns float32 [n, d]
 */
export function embed(table: tf.Tensor, ids: tf.Tensor): tf.Tensor2D {
  checkRank('embed', 'table', table, 2);
  checkRank('embed', 'ids', ids, 1);
  const rows = table.shape[0]!;
  return withGradient([table], (table) => ({
    value: tf.gather(table, ids as tf.Tensor1D),
    saved: [ids.clone()],
    gradient: (dy, [ids]) => [tf.unsortedSegmentSum(dy, ids as tf.Tensor1D, rows)],
  })) as tf.Tensor2D;
}
