import type { LazyWeights } from '@lethe/model';
import type { TensorFlow } from '@lethe/runtime';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type * as z from 'zod';

/** How gradients become updates, as pure functions over the state of a module. */
export interface Optimizer {
  /**
   * What it keeps for every trained parameter, in the parameter's shape and zero at first: entries `SLOT/PARAMETER` of the
   * state, names that no parameter has.
   */
  readonly slots: readonly string[];
  /**
   * What changes from step to step, float32 [] each: `learningRate` and what the optimizer derives from the number of
   * the update. In double precision here, since 1 - beta2 would lose digits in float32.
   * @param step training step, from 0
   */
  scalars(step: number, learningRate: number): Record<string, number>;
  /**
   * The new value of every parameter that has a gradient, and of the optimizer's entries for it.
   * @param scalars tensors of the numbers that `scalars` returns
   */
  update(
    state: Record<string, Tensor>,
    gradients: Record<string, Tensor>,
    scalars: Record<string, Scalar>,
  ): Record<string, Tensor>;
}

/** An optimizer as an experiment names it under `train.optimizer.type`. */
export interface OptimizerDeclaration<Type extends string, Options extends Record<string, z.ZodDefault>> {
  type: Type;
  /** Each with a default and a description. */
  options: Options;
  /** What is wrong with options that each are right by themselves. */
  problem?(
    options: z.output<z.ZodObject<Options>>,
  ): { path: keyof Options & string; message: string } | undefined;
  /** @param tf passed in, so that a declaration loads no TensorFlow */
  create(options: z.output<z.ZodObject<Options>>, tf: TensorFlow): Optimizer;
}

/** Declares an optimizer: keeps the types of its name and options. */
export function defineOptimizer<const Type extends string, Options extends Record<string, z.ZodDefault>>(
  declared: OptimizerDeclaration<Type, Options>,
): OptimizerDeclaration<Type, Options> {
  return declared;
}

/** One entry of the state that an optimizer keeps for one parameter, or for several, one after the other. */
export interface OptimizerEntry {
  name: string;
  shape: readonly number[];
  /** Its values by parameter, in order: `adamw/m/h.0.ln_1.bias`, in the parameter's shape. */
  parts: readonly { name: string; shape: readonly number[] }[];
}

/** Name of the entry of the state that holds a slot's values for a parameter. */
export const slotEntry = (slot: string, parameter: string): string => `${slot}/${parameter}`;

/** Entries of zeros in the shapes of parameters, made when they are asked for. */
export function zerosLike(
  parameters: Record<string, { shape: readonly number[] }>,
  nameOf: (name: string) => string,
): LazyWeights {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [
      nameOf(name),
      {
        dtype: 'float32',
        shape: [...shape],
        values: () => new Float32Array(shape.reduce((size, extent) => size * extent, 1)),
      },
    ]),
  );
}
