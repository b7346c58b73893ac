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
