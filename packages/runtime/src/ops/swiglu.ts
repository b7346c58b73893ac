import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

/**
 * The gated unit of Llama and OLMo (Shazeer 2020, arXiv 2002.05202): silu(gate) up, with silu(x) = x sigmoid(x).
 * Differentiable in both, by the closed form; the sigmoid is computed again for the gradient.
 * @param gate float32 of any shape; up likewise
 */
export function swiglu<T extends tf.Tensor>(gate: T, up: T): T {
  return withGradient([gate, up], (gate, up) => ({
    value: tf.mul(tf.mul(gate!, tf.sigmoid(gate!)), up!),
    saved: [gate!, up!],
    gradient(dy, [gate, up]) {
      const open = tf.sigmoid(gate!);
      const silu = tf.mul(gate!, open);
      // d silu / d gate = s + silu (1 - s)
      const slope = tf.add(open, tf.mul(silu, tf.sub(1, open)));
      return [tf.mul(tf.mul(dy, up!), slope), tf.mul(dy, silu)];
    },
  })) as T;
}
