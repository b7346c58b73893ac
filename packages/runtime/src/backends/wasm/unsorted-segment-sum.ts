import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import { allocate, type KernelArguments, sizeOf, view } from './wasm-tensors.js';

type Arguments = KernelArguments<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>;

/**
 * Sums rows by segment: out[s] = sum of x[i] over all i with segmentIds[i] = s. The gradient of an embedding look-up needs it.
 * Negative ids are dropped, ids from numSegments on are an error, both as in TensorFlow.
 */
function unsortedSegmentSum({ inputs, attrs, backend }: Arguments): TensorInfo {
  const { x, segmentIds } = inputs;
  const inner = x.shape.slice(segmentIds.shape.length);
  const out = allocate(backend, [attrs.numSegments, ...inner], x.dtype);
  const sums = view(backend, out).fill(0);
  const values = view(backend, x);
  const ids = view(backend, segmentIds);
  const width = sizeOf(inner);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (id < 0) continue;
    if (id >= attrs.numSegments) {
      backend.disposeData(out.dataId);
      throw new Error(`UnsortedSegmentSum: segment id ${id} is not below ${attrs.numSegments}`);
    }
    let to = id * width;
    const end = (i + 1) * width;
    for (let from = i * width; from < end; from++, to++) sums[to] = sums[to]! + values[from]!;
  }
  return out;
}

export const unsortedSegmentSumKernel: KernelConfig = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: unsortedSegmentSum as unknown as KernelFunc,
};
