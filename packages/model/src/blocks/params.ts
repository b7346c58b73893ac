import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Parameters as tensors by their Hugging Face names. Other state, such as an optimizer's, may lie beside them. */
export type Params = Record<string, Tensor>;

/** The parameter of this name. @throws Error when the state lacks it: the caller put it together wrongly. */
export function param<T extends Tensor>(params: Params, name: string): T {
  const tensor = params[name];
  if (tensor === undefined) throw new Error(`the model has no parameter ${name}`);
  return tensor as T;
}

/** Name under which a head that is tied to an embedding finds its matrix when the embedding was adapted and it was not. */
export const untiedName = (name: string): string => `${name}#head`;

/** hidden float32 [rows, width] -> logits float32 [rows, vocabSize], by the matrix of this name or one that stands in for it. */
export function readOut(params: Params, hidden: Tensor2D, name: string): Tensor2D {
  const matrix = params[untiedName(name)] ?? param(params, name);
  return tf.matMul(hidden, matrix as Tensor2D, false, true);
}
