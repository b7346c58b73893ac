import { backend_util, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs';
import { allocate, type KernelArguments, sizeOf, view } from './wasm-tensors.js';

type Arguments = KernelArguments<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>;

/**
 * Looks up slices of x along an axis. The stock kernel writes past its output when batchDims > 0, and later operations then fail at random.
 * @throws Error for an index outside [0, size of the axis).
 */
function gather({ inputs, attrs, backend }: Arguments): TensorInfo {
  const { x, indices } = inputs;
  const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
  const info = backend_util.segment_util.collectGatherOpShapeInfo(
    x as never,
    indices as never,
    axis,
    attrs.batchDims,
  );
  const { batchSize, outerSize, dimSize, sliceSize } = info;
  const out = allocate(backend, info.outputShape, x.dtype);
  const positions = view(backend, indices);
  for (const position of positions) {
    if (position < 0 || position >= dimSize) {
      backend.disposeData(out.dataId);
      throw new Error(`GatherV2: the index value ${position} is not in [0, ${dimSize - 1}]`);
    }
  }
  const from = view(backend, x);
  const to = view(backend, out);
  const perBatch = batchSize === 0 ? 0 : sizeOf(indices.shape) / batchSize;
  let target = 0;
  for (let batch = 0; batch < batchSize; batch++) {
    for (let outer = 0; outer < outerSize; outer++) {
      const base = (batch * outerSize + outer) * dimSize;
      for (let i = 0; i < perBatch; i++, target += sliceSize) {
        const source = (base + positions[batch * perBatch + i]!) * sliceSize;
        if (sliceSize === 1) to[target] = from[source]!;
        else to.set(from.subarray(source, source + sliceSize), target);
      }
    }
  }
  return out;
}

export const gatherKernel: KernelConfig = {
  kernelName: 'GatherV2',
  backendName: 'wasm',
  kernelFunc: gather as unknown as KernelFunc,
};
