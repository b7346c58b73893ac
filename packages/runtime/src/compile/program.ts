import type { Tensor } from '@tensorflow/tfjs';

/** The element types that cross the border between JavaScript and a program. */
export type ElementType = 'float32' | 'int32';

export type Values = Float32Array | Int32Array;

export interface TensorSpec {
  shape: readonly number[];
  dtype: ElementType;
}

export interface InputSpec extends TensorSpec {
  /**
   * For int32 inputs that index a table: every value must be in [0, below).
   * A compiled program has no check of its own: XLA clamps an index that is out of range without a word.
   */
  below?: number;
}

/**
 * An initial value of the state; `values` has one element per entry of `shape`, row-major, and is copied. A function is
 * called once, when the value is on its way to the backend, and what it returns is not kept: a large model never has to
 * lie in JavaScript's memory as a whole.
 */
export interface StateEntry extends TensorSpec {
  values: Values | (() => Values);
}

export interface ProgramResult {
  /** The entries that change, with the shape and dtype that they have; absent entries stay as they are. */
  state?: Record<string, Tensor>;
  outputs: Record<string, Tensor>;
}

/**
 * A pure function of (state, inputs), written with TensorFlow.js operations.
 * It is run once to record it, so its JavaScript control flow may depend on shapes but never on values,
 * and random numbers, the step number and the learning rate must come in as inputs or state.
 */
export interface Program {
  inputs: Record<string, InputSpec>;
  run(state: Record<string, Tensor>, inputs: Record<string, Tensor>): ProgramResult;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** `float32 [2, 3]`, as error messages show it. */
export function describeSpec(spec: { shape: readonly number[]; dtype: string }): string {
  return `${spec.dtype} [${spec.shape.join(', ')}]`;
}

export function elementTypeOf(values: Values): ElementType {
  return values instanceof Float32Array ? 'float32' : 'int32';
}
