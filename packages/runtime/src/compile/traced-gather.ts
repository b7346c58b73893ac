import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs';
import type { TensorFlow } from '../backends/backend.js';
import type { NativeKernelBackend } from './native-kernel-backend.js';
import { DATA_TYPES } from './recording.js';

/**
 * A GatherV2 kernel for recording. tfjs-node's own reads its indices in JavaScript to check them, which would make every
 * embedding an error; this one leaves the check out (`below` of an input takes its place).
 */
export function tracedGather(tf: TensorFlow) {
  return (call: { inputs: NamedTensorInfoMap; backend: object; attrs?: NamedAttrMap }): TensorInfo => {
    const { x, indices } = call.inputs;
    const { axis, batchDims } = call.attrs as { axis: number; batchDims?: number };
    const backend = call.backend as NativeKernelBackend;
    const { TF_ATTR_INT, TF_ATTR_TYPE } = backend.binding;
    const type = (name: string, dtype: string) => ({
      name,
      type: TF_ATTR_TYPE,
      value: DATA_TYPES[dtype as keyof typeof DATA_TYPES],
    });
    return backend.executeSingleOutput(
      'GatherV2',
      [
        { name: 'batch_dims', type: TF_ATTR_INT, value: batchDims ?? 0 },
        type('Tparams', x!.dtype),
        type('Tindices', indices!.dtype),
        type('Taxis', 'int32'),
      ],
      [x!, indices!, tf.scalar(axis, 'int32')],
    );
  };
}
