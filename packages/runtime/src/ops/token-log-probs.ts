import * as tf from '@tensorflow/tfjs';
import { checkRank, checkRows } from './check-shapes.js';
import { pickTargets } from './pick-targets.js';
import { withGradient } from './with-gradient.js';

/**
 * Natural-log probability of each row's target under the softmax of the row's logits.
 * The largest logit is taken off before exponentiating, so no finite logits overflow. Differentiable in the logits
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
