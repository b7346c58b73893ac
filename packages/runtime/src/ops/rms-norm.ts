import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';
import { sumRows } from './sum-rows.js';
import { withGradient } from './with-gradient.js';

/**
 * Root-mean-square normalization of each row (Zhang & Sennrich 2019, arXiv 1910.07467, equation 4):
 * x / sqrt(mean(x^2) + epsilon) gain. Differentiable in x and gain, by the closed form.
 * @param x float32 [n, d]
 * @param gain float32 [d]
 * @returns float32 [n, d]
 */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor, epsilon = 1e-5): tf.Tensor2D {
  checkRank('rmsNorm', 'x', x, 2);
  checkRank('rmsNorm', 'gain', gain, 1);
  return withGradient([x, gain], (x, gain) => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x!), 1, true), epsilon));
    const normal = tf.mul(x!, scale);
    return {
      value: tf.mul(normal, gain!),
      saved: [normal, scale, gain!],
      gradient(dy, [normal, scale, gain]) {
        const dNormal = tf.mul(dy, gain!);
        const alongRow = tf.mean(tf.mul(dNormal, normal!), 1, true);
        const dx = tf.mul(scale!, tf.sub(dNormal, tf.mul(normal!, alongRow)));
        return [dx, sumRows(tf.mul(dy, normal!))];
      },
    };
  }) as tf.Tensor2D;
}
