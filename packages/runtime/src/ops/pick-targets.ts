import * as tf from '@tensorflow/tfjs';

/**
 * The logit of each row's target: `logits[i, targets[i]]`, float32 [n]. Not for use under differentiation.
 * The rows are looked up in the flattened logits, which takes n reads and no [n, vocab] mask.
 */
export function pickTargets(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  const [rows, vocabulary] = logits.shape as [number, number];
  const rowStarts = tf.range(0, rows * vocabulary, vocabulary, 'int32');
  return tf.gather(tf.reshape(logits, [rows * vocabulary]), tf.add(rowStarts, targets) as tf.Tensor1D);
}
