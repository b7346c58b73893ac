/** One parameter as numbers outside any backend, row-major. */
export interface Weight {
  dtype: 'float32';
  shape: number[];
  /** Float32Array, one element per product of `shape`. */
  values: Float32Array;
}

/** Parameters by their Hugging Face names, such as `h.0.attn.c_attn.weight`. */
export type Weights = Record<string, Weight>;

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
