import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** The learning rate and the corrections for moments that begin at zero: Float32Array [3] for the input `rate`. */
export function adamwRate(learningRate: number, update: number): Float32Array {
  return Float32Array.of(learningRate, 1 / (1 - BETA_1 ** (update + 1)), 1 / (1 - BETA_2 ** (update + 1)));
}

/** Names under which the state holds the moments of a parameter. */
export const momentsOf = (name: string): [first: string, second: string] => [`${name}.m`, `${name}.v`];

/**
 * One update of AdamW (arXiv 1711.05101): weight decay is decoupled and acts on matrices, not on biases and gains.
 * That of @lethe/train follows PyTorch's order of operations, which rounds differently; the accuracies in docs/log.md are of this one.
 * @param state parameters and their moments
 * @param gradients by the name of the parameter
 * @param rate float32 [3], see `adamwRate`
 * @returns the entries that change
 */
export function adamwUpdate(
  state: Record<string, Tensor>,
  gradients: Record<string, Tensor>,
  rate: Tensor,
  weightDecay: number,
): Record<string, Tensor> {
  const [learningRate, first, second] = tf.split(rate.as1D(), 3).map((one) => one.reshape([]) as Scalar);
  const changed: Record<string, Tensor> = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    const [firstMoment, secondMoment] = momentsOf(name);
    const m = tf.add(tf.mul(state[firstMoment]!, BETA_1), tf.mul(gradient, 1 - BETA_1));
    const v = tf.add(tf.mul(state[secondMoment]!, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2));
    const direction = tf.div(tf.mul(m, first!), tf.add(tf.sqrt(tf.mul(v, second!)), EPSILON));
    const parameter = state[name]!;
    const decayed = parameter.rank >= 2 ? tf.add(direction, tf.mul(parameter, weightDecay)) : direction;
    changed[firstMoment] = m;
    changed[secondMoment] = v;
    changed[name] = tf.sub(parameter, tf.mul(decayed, learningRate!));
  }
  return changed;
}
