/** One parameter as numbers outside any backend, row-major. */
export interface Weight {
  dtype: 'float32';
  shape: number[];
  /** Float32Array, one element per product of `shape`. */
  values: Float32Array;
}

/** One parameter that is read when `values` is called. */
export interface LazyWeight {
  dtype: 'float32';
  shape: number[];
  /** @throws LetheError when the file is gone, truncated or changed. */
  values: () => Float32Array;
}

/** Parameters that are still in their file, by name. */
export type LazyWeights = Record<string, LazyWeight>;

/** Parameters by their Hugging Face names, such as `h.0.attn.c_attn.weight`. */
export type Weights = Record<string, Weight>;

/** Reads every parameter. */
export function readWeights(lazy: LazyWeights): Weights {
  return Object.fromEntries(
    Object.entries(lazy).map(([name, weight]) => [name, { ...weight, values: weight.values() }]),
  );
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
