import { backend_util, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs';
import { broadcastOffsets } from './broadcast-offsets.js';
import { allocate, type KernelArguments, view } from './wasm-tensors.js';

type Arguments = KernelArguments<{ a: TensorInfo; b: TensorInfo }, object>;

/** Maximum and Minimum that keep NaN from either side; the stock kernels drop a NaN in b, so that min(1, clip / NaN) looked sane. */
function extremum(pick: (a: number, b: number) => number) {
  return ({ inputs, backend }: Arguments): TensorInfo => {
    const { a, b } = inputs;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const out = allocate(backend, shape, a.dtype);
    const left = view(backend, a);
    const right = view(backend, b);
    const result = view(backend, out);
    if (left.length === result.length && right.length === result.length) {
      for (let i = 0; i < result.length; i++) result[i] = pick(left[i]!, right[i]!);
    } else {
      const fromA = broadcastOffsets(a.shape, shape);
      const fromB = broadcastOffsets(b.shape, shape);
      for (let i = 0; i < result.length; i++) result[i] = pick(left[fromA(i)]!, right[fromB(i)]!);
    }
    return out;
  };
}

function kernel(kernelName: string, pick: (a: number, b: number) => number): KernelConfig {
  return { kernelName, backendName: 'wasm', kernelFunc: extremum(pick) as unknown as KernelFunc };
}

// Math.max and Math.min return NaN when either side is NaN.
export const maximumKernel = kernel('Maximum', Math.max);
export const minimumKernel = kernel('Minimum', Math.min);
