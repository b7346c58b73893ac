import * as tf from '@tensorflow/tfjs';
import { requestedThreads } from '../native/native-threads.js';
import type { BackendOpener } from './backend.js';
import { guardMemory, type WasmMemory } from './wasm/guard-memory.js';
import { registerWasmKernels } from './wasm/register-wasm-kernels.js';

let kernelsRegistered = false;

/** The embedded backend: WebAssembly with SIMD on one thread, no native code, works wherever Node does. */
export const wasmBackend: BackendOpener = {
  name: 'wasm',
  async open(options) {
    const threads = requestedThreads(options.threads) ?? 1;
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    if (!kernelsRegistered) {
      registerWasmKernels();
      kernelsRegistered = true;
    }
    if (!(await tf.setBackend('wasm')))
      throw new Error('TensorFlow.js could not initialise the wasm backend');
    guardMemory((tf.backend() as unknown as { wasm: WasmMemory }).wasm);
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    const notes: string[] = [];
    if (threads > 1) notes.push(`wasm computes on one thread, not on ${threads}`);
    if (!simd) notes.push('this processor or Node build has no WebAssembly SIMD, so products are slow');
    return {
      name: 'wasm',
      tf,
      description: {
        device: 'CPU',
        threads: 1,
        versions: { wasm: wasm.version_wasm, tfjs: tf.version.tfjs },
        notes,
      },
    };
  },
};
