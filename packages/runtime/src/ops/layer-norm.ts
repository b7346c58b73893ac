import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';
import { sumRows } from './sum-rows.js';
import { withGradient } from './with-gradient.js';

/**
 * Layer normalization of each row (Ba et al. 2016, arXiv 1607.06450): (x - mean) / sqrt(variance + epsilon) gain + bias,
 * with the biased variance. Differentiable in x, gain and bias, by the closed form.
 * @param x float32 [n, d]
 * @param gain float32 [d]
 * @param bias float32 [d]
 * @returns float32 [n, d]
 */
export function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, epsilon = 1e-5): tf.Tensor2D {
  checkRank('layerNorm', 'x', x, 2);
  checkRank('layerNorm', 'gain', gain, 1);
  checkRank('layerNorm', 'bias', bias, 1);
  return withGradient([x, gain, bias], (x, gain, bias) => {
    const centered = tf.sub(x!, tf.mean(x!, 1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centered), 1, true), epsilon));
    const normal = tf.mul(centered, scale);
    return {
      value: tf.add(tf.mul(normal, gain!), bias!),
      saved: [normal, scale, gain!],
      gradient: layerNormGradient,
    };
  }) as tf.Tensor2D;
}

function layerNormGradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [normal, scale, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
  const dNormal = tf.mul(dy, gain);
  const alongRow = tf.mean(tf.mul(dNormal, normal), 1, true);
  const dx = tf.mul(scale, tf.sub(tf.sub(dNormal, tf.mean(dNormal, 1, true)), tf.mul(normal, alongRow)));
  return [dx, sumRows(tf.mul(dy, normal)), sumRows(dy)];
}
