import { getKernel, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs';
import { batchMatMul } from './batch-mat-mul.js';
import type { KernelArguments } from './wasm-tensors.js';

type Arguments = KernelArguments<
  { a: TensorInfo; b: TensorInfo; bias?: TensorInfo; preluActivationWeights?: TensorInfo },
  { transposeA: boolean; transposeB: boolean; activation: string; leakyreluAlpha?: number }
>;

const ACTIVATION_KERNELS: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

/**
 * tf.fused.matMul as product, sum and activation. The stock kernel adds the bias to the first row only when an operand is
 * transposed, and takes no bias of rank 2.
 */
function fusedMatMul({ inputs, attrs, backend }: Arguments): TensorInfo {
  const { a, b, bias, preluActivationWeights: alpha } = inputs;
  const run = (kernelName: string, kernelInputs: object, kernelAttrs: object = {}): TensorInfo =>
    getKernel(kernelName, 'wasm').kernelFunc({
      inputs: kernelInputs as never,
      attrs: kernelAttrs as never,
      backend,
    }) as TensorInfo;
  let out = batchMatMul({ inputs: { a, b }, attrs, backend });
  const replace = (next: TensorInfo) => {
    backend.disposeData(out.dataId);
    out = next;
  };
  if (bias) replace(run('Add', { a: out, b: bias }));
  const { activation } = attrs;
  if (activation === 'prelu') {
    replace(run('Prelu', { x: out, alpha }));
  } else if (activation === 'leakyrelu') {
    replace(run('LeakyRelu', { x: out }, { alpha: attrs.leakyreluAlpha }));
  } else if (activation && activation !== 'linear') {
    const kernelName = ACTIVATION_KERNELS[activation];
    if (kernelName === undefined) throw new Error(`_FusedMatMul on wasm has no activation ${activation}`);
    replace(run(kernelName, { x: out }));
  }
  return out;
}

export const fusedMatMulKernel: KernelConfig = {
  kernelName: '_FusedMatMul',
  backendName: 'wasm',
  kernelFunc: fusedMatMul as unknown as KernelFunc,
};
