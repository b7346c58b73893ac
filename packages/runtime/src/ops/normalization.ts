import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';
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

/**
 * The sum over the rows of a [n, d] tensor, as [d]. On wasm it is a product with a row of ones, because a sum over the first
 * axis is some ten times slower there; XLA on the other hand fuses a sum, and not a product, with what computes x.
 */
function sumRows(x: tf.Tensor): tf.Tensor1D {
  if (tf.getBackend() !== 'wasm') return tf.sum(x, 0) as tf.Tensor1D;
  const [rows, columns] = x.shape as [number, number];
  return tf.reshape(tf.matMul(tf.ones([1, rows]), x as tf.Tensor2D), [columns]);
}
