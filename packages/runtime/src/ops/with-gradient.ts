import * as tf from '@tensorflow/tfjs';

export interface Differentiable {
  value: tf.Tensor;
  /** What the gradient needs of the forward pass; all else is disposed of by then, including what a closure holds. */
  saved: tf.Tensor[];
  /** The derivative of the loss by each input, given the one by `value`. */
  gradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[];
}

/** Applies an operation that has its own gradient. `forward` gets `inputs`, all float32, and is not differentiated through. */
export function withGradient(
  inputs: tf.Tensor[],
  forward: (...inputs: tf.Tensor[]) => Differentiable,
): tf.Tensor {
  const operation = tf.customGrad((...args) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const { value, saved, gradient } = forward(...(args.slice(0, -1) as tf.Tensor[]));
    save(saved);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => gradient(dy, kept) };
  });
  return operation(...inputs);
}
