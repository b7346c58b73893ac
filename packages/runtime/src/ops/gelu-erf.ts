import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

const DENSITY = 1 / Math.sqrt(2 * Math.PI);

/**
 * Gaussian error linear unit in its exact form (Hendrycks & Gimpel 2016, arXiv 1606.08415), x (1 + erf(x / sqrt 2)) / 2,
 * for any shape; the one of GPT-NeoX. `gelu` is the tanh form. The gradient is the closed form and keeps only x.
 */
export function geluErf<T extends tf.Tensor>(x: T): T {
  return withGradient([x], (x) => ({
    value: tf.mul(x!, cumulative(x!)),
    saved: [x!],
    gradient(dy, [x]) {
      const density = tf.mul(DENSITY, tf.exp(tf.mul(-0.5, tf.square(x!))));
      return [tf.mul(dy, tf.add(cumulative(x!), tf.mul(x!, density)))];
    },
  })) as T;
}

function cumulative(x: tf.Tensor): tf.Tensor {
  return tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
}
