import * as tf from '@tensorflow/tfjs';
import { checkRank, checkRows } from './check-shapes.js';
import { pickTargets } from './pick-targets.js';

/**
 * The place of each row's target when the row's logits are sorted from high to low; 1 means that greedy decoding picks it.
 * Of equal logits the lower token id comes first, as in argMax. Has no gradient.
 * @param logits float32 [n, vocab], finite
 * @param targets int32 [n], each in [0, vocab)
 * @returns int32 [n], from 1 to vocab
 */
export function rankOfTarget(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  checkRank('rankOfTarget', 'logits', logits, 2);
  checkRows('rankOfTarget', logits, targets);
  const [rows, vocabulary] = logits.shape as [number, number];
  const column = (values: tf.Tensor) => tf.reshape(values, [rows, 1]);
  // Counts in float32, exact up to 2^24: comparisons that broadcast are far slower than differences on wasm.
  const lead = tf.sub(logits, column(pickTargets(logits, targets)));
  const above = tf.step(lead);
  const tied = tf.sub(tf.sub(tf.scalar(1), above), tf.step(tf.neg(lead)));
  const ids = tf.reshape(tf.range(0, vocabulary, 1, 'float32'), [1, vocabulary]);
  const idBefore = tf.step(tf.sub(column(tf.cast(targets, 'float32')), ids));
  const before = tf.sum(tf.add(above, tf.mul(tied, idBefore)), 1);
  return tf.cast(tf.add(before, tf.scalar(1)), 'int32') as tf.Tensor1D;
}
