import type { Tensor, Tensor2D } from '@tensorflow/tfjs';

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

/** The matrix of a head that is tied to the embedding of this name. */
export function tiedHead(params: Params, name: string): Tensor2D {
  return (params[untiedName(name)] ?? param(params, name)) as Tensor2D;
}
