import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';
import { withGradient } from './with-gradient.js';

/**
 * Layer normalization without parameters, as in OLMo (arXiv 2402.00838, section 2.1): each row of x, float32 [n, d],
 * less its mean and over sqrt(variance + epsilon), with the biased variance. The gradient is the closed form.
 * @returns float32 [n, d]
 */
export function standardize(x: tf.Tensor, epsilon = 1e-5): tf.Tensor2D {
  checkRank('standardize', 'x', x, 2);
  return withGradient([x], (x) => {
    const centered = tf.sub(x!, tf.mean(x!, 1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon));
    const normal = tf.mul(centered, scale);
    return {
      value: normal,
      saved: [normal, scale],
      gradient(dy, [normal, scale]) {
        const alongRow = tf.mean(tf.mul(dy, normal!), 1, true);
        return [tf.mul(scale!, tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), tf.mul(normal!, alongRow)))];
      },
    };
  }) as tf.Tensor2D;
}
