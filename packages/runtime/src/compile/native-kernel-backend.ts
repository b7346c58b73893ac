import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs';
import type { TensorFlow } from '../backends/backend.js';
import type { NativeBinding } from '../native/native-binding.js';
import type { RecordedAttribute } from './recording.js';

/** The members of tfjs-node's kernel backend that recording needs; its own types keep some of them private. */
export interface NativeKernelBackend {
  binding: NativeBinding;
  getInputTensorIds(tensors: TensorInfo[]): number[];
  executeSingleOutput(op: string, attributes: RecordedAttribute[], inputs: TensorInfo[]): Tensor;
  /** A tensor over a handle of the addon; the tensor owns the handle. */
  createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): Tensor;
  move(dataId: object, values: unknown, shape: number[], dtype: DataType, refCount: number): void;
}

/** The active kernel backend, which must be tfjs-node's. */
export function nativeKernelBackend(tf: TensorFlow): NativeKernelBackend {
  return tf.backend() as unknown as NativeKernelBackend;
}

/** The addon's handle of a tensor's data. */
export function tensorId(backend: NativeKernelBackend, tensor: Tensor): number {
  return backend.getInputTensorIds([tensor])[0]!;
}
