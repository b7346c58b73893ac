import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type Params, param } from './params.js';

/**
 * A linear layer whose matrix is stored [out, in], as PyTorch stores it; with a bias where the model has one.
 * @param x float32 [rows, in]
 * @returns float32 [rows, out]
 */
export function linear(params: Params, name: string, x: Tensor2D): Tensor2D {
  const product: Tensor2D = tf.matMul(x, param<Tensor2D>(params, `${name}.weight`), false, true);
  const bias = params[`${name}.bias`];
  return bias === undefined ? product : tf.add<Tensor2D>(product, bias as Tensor1D);
}
