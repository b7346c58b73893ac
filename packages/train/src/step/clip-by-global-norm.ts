import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Euclidean norm of all gradients taken as one vector, float32 []. */
export function globalNorm(gradients: Record<string, Tensor>): Scalar {
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)) as Scalar);
  return tf.sqrt(tf.addN(squares));
}

/**
 * Factor by which every gradient is multiplied so that their global norm is at most `largest`; 1 where it is
 * already. The small constant is that of torch.nn.utils.clip_grad_norm_.
 */
export function clipFactor(norm: Scalar, largest: number): Scalar {
  return tf.minimum(1, tf.div(largest, tf.add(norm, 1e-6)));
}
