import type { Tensor } from '@tensorflow/tfjs';

/** Parameters as tensors by their Hugging Face names. Other state, such as an optimizer's, may lie beside them. */
export type Params = Record<string, Tensor>;

/** The parameter of this name. @throws Error when the state lacks it: the caller put it together wrongly. */
export function param<T extends Tensor>(params: Params, name: string): T {
  const tensor = params[name];
  if (tensor === undefined) throw new Error(`the model has no parameter ${name}`);
  return tensor as T;
}
