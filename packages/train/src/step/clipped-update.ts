import type { Params } from '@lethe/model';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { clipFactor, globalNorm } from './clip-by-global-norm.js';
import type { StepParts } from './step-parts.js';

/** The update by packed gradients. */
export function clippedUpdate(
  state: Params,
  gradients: Record<string, Tensor>,
  scalars: Record<string, Tensor>,
  { train, optimizer, packed }: Pick<StepParts, 'train' | 'optimizer' | 'packed'>,
): { gradNorm: Scalar; updated: Record<string, Tensor> } {
  const gradNorm = globalNorm(gradients);
  const clipped = clip(gradients, gradNorm, train.clipNorm);
  const packedState = { ...state, ...packed.pack(state) };
  const updates = optimizer.update(packedState, clipped, scalars as Record<string, Scalar>);
  return { gradNorm, updated: packed.unpack(updates) };
}

function clip(
  gradients: Record<string, Tensor>,
  norm: Scalar,
  largest: number | null,
): Record<string, Tensor> {
  if (largest === null) return gradients;
  const factor = clipFactor(norm, largest);
  return Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.mul(g, factor)]));
}
