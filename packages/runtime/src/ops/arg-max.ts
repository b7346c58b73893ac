import * as tf from '@tensorflow/tfjs';
import { checkRank } from './check-shapes.js';

/** The token that greedy decoding picks in each row of logits [n, vocab]: int32 [n], the lowest id of equal ones. No gradient. */
export function argMax(logits: tf.Tensor): tf.Tensor1D {
  checkRank('argMax', 'logits', logits, 2);
  return tf.argMax(logits, 1) as tf.Tensor1D;
}
