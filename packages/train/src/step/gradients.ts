import type { Params } from '@lethe/model';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Value of `lossOf` and its gradients with respect to the named parameters; the others are constants to it. */
export function lossAndGradients(
  state: Params,
  names: readonly string[],
  lossOf: (params: Params) => Scalar,
): { loss: Scalar; gradients: Record<string, Tensor> } {
  const withNames = (tensors: Tensor[]): Params =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
    lossOf({ ...state, ...withNames(tensors) }),
  )(names.map((name) => state[name]!));
  return { loss: value as Scalar, gradients: withNames(grads) };
}

/** Euclidean norm of all gradients taken as one vector, float32 []. */
export function globalNorm(gradients: Record<string, Tensor>): Scalar {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)) as Scalar);
  return tf.sqrt(tf.addN(squares));
}

/**
 * Factor by which gradients of a norm are multiplied so that it is at most `largest`; 1 where it already is. The small constant is that of torch.nn.utils.clip_grad_norm_.
 */
export function clipFactor(norm: Scalar, largest: number): Scalar {
  return tf.minimum(1, tf.div(largest, tf.add(norm, 1e-6)));
}

/** The gradients scaled so that their global norm is at most `largest`; null for no limit. */
export function clipGradients(
  gradients: Record<string, Tensor>,
  norm: Scalar,
  largest: number | null,
): Record<string, Tensor> {
  if (largest === null) return gradients;
  const factor = clipFactor(norm, largest);
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
}
