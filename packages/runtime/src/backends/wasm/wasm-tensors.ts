import type { DataType, TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The arguments that TensorFlow.js hands to a kernel, with the names that this kernel declares. */
export interface KernelArguments<Inputs, Attributes> {
  inputs: Inputs;
  attrs: Attributes;
  backend: BackendWasm;
}

/** The id under which the compiled module knows a tensor. */
export function moduleId(backend: BackendWasm, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).id;
}

/**
 * Allocates an uninitialised output. Take views of inputs after this call, not before:
 * an allocation may grow the heap, and growing it detaches every older view.
 */
export function allocate(backend: BackendWasm, shape: number[], dtype: DataType): TensorInfo {
  return backend.makeOutput(shape, dtype);
}

/** A zero-copy view of a tensor on the module's heap; valid until the next allocation. */
export function view(backend: BackendWasm, tensor: TensorInfo): Float32Array | Int32Array | Uint8Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array | Uint8Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
