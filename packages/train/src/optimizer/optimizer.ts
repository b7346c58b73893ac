import { type LazyWeights, sizeOf } from '@lethe/model';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { OptimizerSpec } from '../options/optimizer.js';
import { createAdamw } from './adamw.js';
import { createSgd } from './sgd.js';

/** How gradients become updates, as pure functions over the state of a module. */
export interface Optimizer {
  /** Its own entries of the state for trained parameters, under names of their own beside the parameters'. */
  state(parameters: Record<string, { shape: readonly number[] }>): LazyWeights;
  /**
   * What changes from step to step, float32 [] each: `learningRate` and what the optimizer derives from the number of
   * the update. In double precision here, since 1 - beta2 would lose digits in float32.
   * @param step training step, from 0
   */
  scalars(step: number, learningRate: number): Record<string, number>;
  /**
   * The new value of every parameter that has a gradient, and of the optimizer's entries for it.
   * @param scalars tensors of what `scalars` gives
   */
  update(
    state: Record<string, Tensor>,
    gradients: Record<string, Tensor>,
    scalars: Record<string, Scalar>,
  ): Record<string, Tensor>;
}

/** The optimizer that an experiment asks for. */
export function createOptimizer(spec: OptimizerSpec): Optimizer {
  return spec.type === 'sgd' ? createSgd(spec) : createAdamw(spec);
}

/** Entries of zeros in the shapes of parameters, made when they are asked for. */
export function zerosLike(
  parameters: Record<string, { shape: readonly number[] }>,
  nameOf: (name: string) => string,
): LazyWeights {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [
      nameOf(name),
      { dtype: 'float32', shape: [...shape], values: () => new Float32Array(sizeOf(shape)) },
    ]),
  );
}
