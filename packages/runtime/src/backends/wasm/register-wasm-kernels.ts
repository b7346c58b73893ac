import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { castKernel } from './cast-to-bool.js';
import { clipByValueKernel } from './clip-by-value.js';
import { maximumKernel, minimumKernel } from './extrema.js';
import { fusedMatMulKernel } from './fused-mat-mul.js';
import { gatherKernel } from './gather.js';
import { oneHotKernel } from './one-hot.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

/** Kernels that the wasm package lacks, computes wrongly, or computes some ten times slower than it could. */
const wasmKernels = [
  batchMatMulKernel,
  castKernel,
  clipByValueKernel,
  fusedMatMulKernel,
  gatherKernel,
  maximumKernel,
  minimumKernel,
  oneHotKernel,
  unsortedSegmentSumKernel,
];

/** Puts our kernels in place of the stock ones; must run before the wasm backend is initialised, which is when kernels are set up. */
export function registerWasmKernels(): void {
  for (const kernel of wasmKernels) {
    if (getKernel(kernel.kernelName, 'wasm')) unregisterKernel(kernel.kernelName, 'wasm');
    registerKernel(kernel);
  }
}
