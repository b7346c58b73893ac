import {
  backend_util,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcastOffsets } from './broadcast-offsets.js';
import { allocate, type KernelArguments, moduleId, sizeOf, view } from './wasm-tensors.js';

type Arguments = KernelArguments<
  { a: TensorInfo; b: TensorInfo },
  { transposeA: boolean; transposeB: boolean }
>;

/** The compiled product: left id, left shape (3 int32 as bytes), 3, right id, right shape, 3, transposeA, transposeB, output id. */
type CompiledProduct = (
  ...args: [number, Uint8Array, number, number, Uint8Array, number, number, number, number]
) => void;

/** Module ids for slices of a batch; far above the ids that the backend counts up from 1. */
const SLICE_IDS = { a: 2 ** 31 - 4, b: 2 ** 31 - 3, out: 2 ** 31 - 2 };

/**
 * Below this many multiply-adds per slice, setting up one XNNPACK call per slice costs more than the plain loop that
 * the module uses for whole batches (measured: break-even near 12 x 12 x 12).
 */
const MIN_SLICE_WORK = 2048;

const compiledProducts = new WeakMap<BackendWasm, CompiledProduct>();

/**
 * Batched matrix product [..., m, k] x [..., k, n] -> [..., m, n], batch dimensions broadcast.
 * The module reaches XNNPACK only for one untransposed product at a time and is some ten times slower otherwise, which is
 * every gradient and every attention score. So: transpose explicitly, fold the batch of `a` into its rows where `b` is shared,
 * and run the remaining batches slice by slice on views of the same memory.
 */
export function batchMatMul({ inputs, attrs, backend }: Arguments): TensorInfo {
  if (inputs.a.dtype !== 'float32' || inputs.b.dtype !== 'float32') {
    throw new Error(`BatchMatMul on wasm needs float32, got ${inputs.a.dtype} and ${inputs.b.dtype}`);
  }
  const a = untransposed(backend, inputs.a, attrs.transposeA);
  const b = untransposed(backend, inputs.b, attrs.transposeB);
  const [m, inner] = a.shape.slice(-2) as [number, number];
  const [innerB, n] = b.shape.slice(-2) as [number, number];
  if (inner !== innerB) {
    throw new Error(`BatchMatMul: inner dimensions differ: [${inputs.a.shape}] and [${inputs.b.shape}]`);
  }
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = backend_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = allocate(backend, [...batch, m, n], 'float32');
  const batches = sizeOf(batch);
  if (batches * m * n === 0 || inner === 0) {
    // XNNPACK refuses empty operands; a sum over nothing is zero.
    view(backend, out).fill(0);
  } else if (sizeOf(batchB) === 1) {
    product(
      backend,
      moduleId(backend, a),
      [1, batches * m, inner],
      moduleId(backend, b),
      [1, inner, n],
      moduleId(backend, out),
    );
  } else if (m * inner * n < MIN_SLICE_WORK && sameShape(batchA, batchB)) {
    product(
      backend,
      moduleId(backend, a),
      [batches, m, inner],
      moduleId(backend, b),
      [batches, inner, n],
      moduleId(backend, out),
    );
  } else {
    productBySlice(backend, a, b, out, batch);
  }
  if (a !== inputs.a) backend.disposeData(a.dataId);
  if (b !== inputs.b) backend.disposeData(b.dataId);
  return out;
}

function productBySlice(
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  out: TensorInfo,
  batch: number[],
): void {
  const [m, inner] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1)!;
  const offsetA = broadcastOffsets(a.shape.slice(0, -2), batch);
  const offsetB = broadcastOffsets(b.shape.slice(0, -2), batch);
  const { registerTensor, disposeData } = backend.wasm.tfjs;
  const [startA, startB, startOut] = [a, b, out].map(
    (tensor) => backend.dataIdMap.get(tensor.dataId).memoryOffset,
  ) as [number, number, number];
  const batches = sizeOf(batch);
  for (let i = 0; i < batches; i++) {
    registerTensor(SLICE_IDS.a, m * inner, startA + 4 * m * inner * offsetA(i));
    registerTensor(SLICE_IDS.b, inner * n, startB + 4 * inner * n * offsetB(i));
    registerTensor(SLICE_IDS.out, m * n, startOut + 4 * m * n * i);
    product(backend, SLICE_IDS.a, [1, m, inner], SLICE_IDS.b, [1, inner, n], SLICE_IDS.out);
    // The module keeps XNNPACK's packed copy of `b` under its id until that id is disposed of.
    disposeData(SLICE_IDS.a);
    disposeData(SLICE_IDS.b);
    disposeData(SLICE_IDS.out);
  }
}

function product(
  backend: BackendWasm,
  a: number,
  shapeA: number[],
  b: number,
  shapeB: number[],
  out: number,
): void {
  compiledProduct(backend)(a, bytes(shapeA), 3, b, bytes(shapeB), 3, 0, 0, out);
}

function compiledProduct(backend: BackendWasm): CompiledProduct {
  const known = compiledProducts.get(backend);
  if (known !== undefined) return known;
  const number = 'number';
  // Emscripten's cwrap is there but not in the package's types.
  const { wasm } = backend as unknown as { wasm: { cwrap: (...args: unknown[]) => CompiledProduct } };
  const types = [number, 'array', number, number, 'array', number, number, number, number];
  const compiled = wasm.cwrap('BatchMatMul', null, types);
  compiledProducts.set(backend, compiled);
  return compiled;
}

function bytes(shape: number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}

function sameShape(left: number[], right: number[]): boolean {
  return left.length === right.length && left.every((dimension, i) => dimension === right[i]);
}

/** The tensor itself, or a copy with its last two dimensions swapped. */
function untransposed(backend: BackendWasm, x: TensorInfo, transposed: boolean): TensorInfo {
  if (!transposed) return x;
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return getKernel('Transpose', 'wasm').kernelFunc({ inputs: { x }, backend, attrs: { perm } }) as TensorInfo;
}

export const batchMatMulKernel: KernelConfig = {
  kernelName: 'BatchMatMul',
  backendName: 'wasm',
  kernelFunc: batchMatMul as unknown as KernelFunc,
};
