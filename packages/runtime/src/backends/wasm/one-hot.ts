import type { DataType, KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import { allocate, type KernelArguments, view } from './wasm-tensors.js';

type Arguments = KernelArguments<
  { indices: TensorInfo },
  { dtype: DataType; depth: number; onValue: number; offValue: number }
>;

/** One-hot rows in the asked dtype; an index outside [0, depth) gives a row of offValue. The stock kernel writes int32 bits whatever the dtype. */
function oneHot({ inputs, attrs, backend }: Arguments): TensorInfo {
  const { indices } = inputs;
  const { dtype, depth, onValue, offValue } = attrs;
  const out = allocate(backend, [...indices.shape, depth], dtype);
  const rows = view(backend, out).fill(offValue);
  const positions = view(backend, indices);
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!;
    if (position >= 0 && position < depth) rows[i * depth + position] = onValue;
  }
  return out;
}

export const oneHotKernel: KernelConfig = {
  kernelName: 'OneHot',
  backendName: 'wasm',
  kernelFunc: oneHot as unknown as KernelFunc,
};
