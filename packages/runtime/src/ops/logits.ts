import * as tf from '@tensorflow/tfjs';
import { checkRank, checkRows } from './check-shapes.js';
import { withGradient } from './with-gradient.js';

/**
 * Natural-log probability of each row's target under the softmax of the row's logits.
 * The largest logit is subtracted before exponentiating, so no finite logits overflow. Differentiable in the logits
 * (one-hot minus softmax); the probabilities are computed again for the gradient instead of being kept.
 * @param logits float32 [n, vocab]
 * @param targets int32 [n], each in [0, vocab)
 * @returns float32 [n], nats, at most 0
 */
export function tokenLogProbs(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  checkRank('tokenLogProbs', 'logits', logits, 2);
  checkRows('tokenLogProbs', logits, targets);
  const [rows, vocabulary] = logits.shape as [number, number];
  return withGradient([logits], (logits) => {
    const peak = tf.max(logits, 1, true);
    const logSum = tf.log(tf.sum(tf.exp(tf.sub(logits, peak)), 1, true));
    const picked = tf.sub(pickTargets(logits, targets), tf.reshape(peak, [rows]));
    return {
      value: tf.sub(picked, tf.reshape(logSum, [rows])),
      saved: [logits, tf.add(peak, logSum), targets.clone()],
      gradient(dy, [logits, normalizer, targets]) {
        const probabilities = tf.exp(tf.sub(logits!, normalizer!));
        const oneHot = tf.oneHot(targets as tf.Tensor1D, vocabulary, 1, 0, 'float32');
        return [tf.mul(tf.reshape(dy, [rows, 1]), tf.sub(oneHot, probabilities))];
      },
    };
  }) as tf.Tensor1D;
}

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

/** The token that greedy decoding picks in each row of logits [n, vocab]: int32 [n], the lowest id of equal ones. No gradient. */
export function argMax(logits: tf.Tensor): tf.Tensor1D {
  checkRank('argMax', 'logits', logits, 2);
  return tf.argMax(logits, 1) as tf.Tensor1D;
}

/**
 * The logit of each row's target: `logits[i, targets[i]]`, float32 [n]. Not for use under differentiation.
 * The rows are looked up in the flattened logits, which takes n reads and no [n, vocab] mask.
 */
function pickTargets(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  const [rows, vocabulary] = logits.shape as [number, number];
  const rowStarts = tf.range(0, rows * vocabulary, vocabulary, 'int32');
  return tf.gather(tf.reshape(logits, [rows * vocabulary]), tf.add(rowStarts, targets) as tf.Tensor1D);
}
