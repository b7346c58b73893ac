import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import { allocate, type KernelArguments, view } from './wasm-tensors.js';

type Arguments = KernelArguments<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>;

/** Limits values to [min, max]; NaN stays NaN (the stock kernel turns it into min, which hides a diverged run) and int32 stays int32. */
function clipByValue({ inputs, attrs, backend }: Arguments): TensorInfo {
  const { clipValueMin: low, clipValueMax: high } = attrs;
  const out = allocate(backend, inputs.x.shape, inputs.x.dtype);
  const clipped = view(backend, out);
  const values = view(backend, inputs.x);
  for (let i = 0; i < values.length; i++) {
    // Math.min and Math.max pass NaN on.
    clipped[i] = Math.min(Math.max(values[i]!, low), high);
  }
  return out;
}

export const clipByValueKernel: KernelConfig = {
  kernelName: 'ClipByValue',
  backendName: 'wasm',
  kernelFunc: clipByValue as unknown as KernelFunc,
};
