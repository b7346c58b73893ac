import { LetheError } from '@lethe/contracts';
import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

/**
 * Repeats each head of keys or values for a group of queries (grouped-query attention, arXiv 2305.13245): head h becomes
 * heads h x groups to (h + 1) x groups - 1. Differentiable in x: the gradient adds up each group.
 * @param x float32 [batch, heads, T, dh]
 * @returns float32 [batch, heads x groups, T, dh]
 */
export function repeatHeads(x: tf.Tensor, groups: number): tf.Tensor4D {
  if (!Number.isInteger(groups) || groups < 1) {
    throw new LetheError({
      what: 'heads cannot be repeated so often',
      where: 'repeatHeads',
      expected: 'a whole number of 1 or more',
      found: String(groups),
    });
  }
  const [batch, heads, time, width] = x.shape as [number, number, number, number];
  if (groups === 1) return x as tf.Tensor4D;
  const each = [batch * heads, 1, time * width];
  return withGradient([x], (x) => ({
    value: tf.reshape(tf.tile(tf.reshape(x!, each), [1, groups, 1]), [batch, heads * groups, time, width]),
    saved: [],
    gradient: (dy) => [
      tf.reshape(tf.sum(tf.reshape(dy, [batch * heads, groups, time * width]), 1), [
        batch,
        heads,
        time,
        width,
      ]),
    ],
  })) as tf.Tensor4D;
}
