import { sizeOf } from '@lethe/model';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** The trained parameters as an optimizer sees them: those of one dimension are concatenated in one vector. */
export interface PackedParameters {
  /** Entries by name: parameters of two or more dimensions unchanged, and `vectors`. */
  shapes: Record<string, { shape: readonly number[] }>;
  /** The parameters in an entry, one after the other. */
  parameters(entry: string): string[];
  /** The entries of one tensor per parameter. */
  pack(tensors: Record<string, Tensor>): Record<string, Tensor>;
  /** One tensor per parameter again. */
  unpack(entries: Record<string, Tensor>): Record<string, Tensor>;
}

const VECTORS = 'vectors';

/**
 * Concatenates biases and gains, of which a model has more than matrices. An update takes about ten operations per entry, so
 * for a small model they would be most of an eager update and a third of what XLA compiles.
 */
export function packVectors(shapes: Record<string, { shape: readonly number[] }>): PackedParameters {
  const isVector = ({ shape }: { shape: readonly number[] }): boolean => shape.length < 2;
  const vectors = Object.keys(shapes).filter((name) => isVector(shapes[name]!));
  if (vectors.length < 2) {
    return {
      shapes,
      parameters: (entry) => [entry],
      pack: (tensors) => tensors,
      unpack: (entries) => entries,
    };
  }
  const sizes = vectors.map((name) => sizeOf(shapes[name]!.shape));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const others = Object.keys(shapes).filter((name) => !isVector(shapes[name]!));
  const pick = <T>(from: Record<string, T>): Record<string, T> =>
    Object.fromEntries(others.map((name) => [name, from[name]!]));
  return {
    shapes: { ...pick(shapes), [VECTORS]: { shape: [total] } },
    parameters: (entry) => (entry === VECTORS ? vectors : [entry]),
    pack(tensors) {
      const flat = vectors.map((name) => tf.reshape<tf.Rank.R1>(tensors[name]!, [-1]));
      return { ...pick(tensors), [VECTORS]: tf.concat1d(flat) };
    },
    unpack({ [VECTORS]: packed, ...entries }) {
      const parts = tf.split(packed as Tensor1D, sizes);
      const each = vectors.map((name, i) => [name, tf.reshape(parts[i]!, [...shapes[name]!.shape])]);
      return { ...entries, ...Object.fromEntries(each) };
    },
  };
}
