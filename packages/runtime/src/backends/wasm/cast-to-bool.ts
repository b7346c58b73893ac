import type { DataType, KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import { allocate, type KernelArguments, view } from './wasm-tensors.js';

type Arguments = KernelArguments<{ x: TensorInfo }, { dtype: DataType }>;

/** Cast that makes every non-zero value true; the stock kernel truncates to a byte, so that 0.5 and 256 became false. */
function cast({ inputs, attrs, backend }: Arguments): TensorInfo {
  const out = allocate(backend, inputs.x.shape, attrs.dtype);
  const to = view(backend, out);
  const from = view(backend, inputs.x);
  if (attrs.dtype === 'bool') {
    // NaN is not zero, so it is true, as in TensorFlow.
    for (let i = 0; i < from.length; i++) to[i] = from[i] === 0 ? 0 : 1;
  } else {
    to.set(from);
  }
  return out;
}

export const castKernel: KernelConfig = {
  kernelName: 'Cast',
  backendName: 'wasm',
  kernelFunc: cast as unknown as KernelFunc,
};
