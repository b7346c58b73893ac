import * as tf from '@tensorflow/tfjs';
import { withGradient } from './with-gradient.js';

// 2 sqrt(2 / pi) and that times 0.044715: x sigmoid(2u) equals x (1 + tanh u) / 2.
const LINEAR = 2 * Math.sqrt(2 / Math.PI);
const CUBIC = LINEAR * 0.044715;

/**
 * Gaussian error linear unit in its tanh form (Hendrycks & Gimpel 2016, arXiv 1606.08415; the one of GPT-2),
 * x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2, for any shape. Computed as x sigmoid(2u), which is the same and
 * much faster on wasm. The gradient is the closed form and keeps only x.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return withGradient([x], (x) => ({
    value: tf.mul(x, gateOf(x, tf.square(x))),
    saved: [x],
    gradient(dy, [x]) {
      const square = tf.square(x!);
      return [tf.mul(dy, slope(x!, square, gateAgain(x!, square)))];
    },
  })) as T;
}

/**
 * The gated unit of Gemma (Shazeer 2020, arXiv 2002.05202): gelu(gate) up, with GELU in its tanh form. Differentiable in both,
 * by the closed form, and keeps only the two.
 * @param gate float32 of any shape; up likewise
 */
export function geglu<T extends tf.Tensor>(gate: T, up: T): T {
  return withGradient([gate, up], (x, up) => ({
    value: tf.mul(tf.mul(x!, gateOf(x!, tf.square(x!))), up!),
    saved: [x!, up!],
    gradient(dy, [x, up]) {
      const square = tf.square(x!);
      const open = gateAgain(x!, square);
      return [tf.mul(tf.mul(dy, up!), slope(x!, square, open)), tf.mul(dy, tf.mul(x!, open))];
    },
  })) as T;
}

/** d/dx [x s(w)] = s (1 + x (1 - s) w'), with w = x (a + b x^2) and s(w) = `open`. */
function slope(x: tf.Tensor, square: tf.Tensor, open: tf.Tensor): tf.Tensor {
  const inner = tf.mul(x, tf.add(LINEAR, tf.mul(3 * CUBIC, square)));
  return tf.mul(open, tf.add(1, tf.mul(tf.sub(1, open), inner)));
}

function gateOf(x: tf.Tensor, square: tf.Tensor): tf.Tensor {
  return tf.sigmoid(tf.mul(x, tf.add(LINEAR, tf.mul(CUBIC, square))));
}

/**
 * The gate of the forward pass for the gradient. Written as (1 + tanh u) / 2, XLA does not see that it was computed
 * before: it would keep it from the forward pass, a third of what a model's MLPs need of memory. On wasm nothing is
 * kept, and tanh is slow.
 */
function gateAgain(x: tf.Tensor, square: tf.Tensor): tf.Tensor {
  if (tf.getBackend() === 'wasm') return gateOf(x, square);
  const u = tf.mul(x, tf.add(LINEAR / 2, tf.mul(CUBIC / 2, square)));
  return tf.add(0.5, tf.mul(0.5, tf.tanh(u)));
}

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

/**
 * The gated unit of Llama and OLMo (Shazeer 2020, arXiv 2002.05202): silu(gate) up, with silu(x) = x sigmoid(x).
 * Differentiable in both, by the closed form; the sigmoid is recomputed for the gradient.
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

/**
 * cap tanh(x / cap), for any shape: about x where it is small, never beyond the cap (Gemma 2, arXiv 2408.00118, section 2).
 * The gradient is the closed form and keeps only the result.
 */
export function softCap<T extends tf.Tensor>(x: T, cap: number): T {
  return withGradient([x], (x) => {
    const value = tf.mul(tf.tanh(tf.div(x!, cap)), cap);
    return {
      value,
      saved: [value],
      gradient: (dy, [value]) => [tf.mul(dy, tf.sub(1, tf.square(tf.div(value!, cap))))],
    };
  }) as T;
}
