import { LetheError } from '@lethe/contracts';

/** The calls of the compiled module that take memory for tensors. */
export interface WasmMemory {
  _malloc(bytes: number): number;
  _free(address: number): void;
  tfjs: { registerTensor(id: number, size: number, address: number): unknown };
}

const guarded = new WeakSet<WasmMemory>();

/**
 * Lets a module of WebAssembly say when its memory is used up. By itself it gives out address 0, over which tensors would be
 * written, or fails with an access out of bounds.
 */
export function guardMemory(module: WasmMemory): void {
  if (guarded.has(module)) return;
  guarded.add(module);
  // The first call puts the compiled function in its own place.
  module._free(module._malloc(1));
  const { _malloc: malloc, tfjs } = module;
  const { registerTensor } = tfjs;
  module._malloc = (bytes) => {
    const address = orExhausted(() => malloc(bytes), bytes);
    if (address === 0 && bytes > 0) throw exhausted(bytes);
    return address;
  };
  tfjs.registerTensor = (id, size, address) => orExhausted(() => registerTensor(id, size, address), 4 * size);
}

function orExhausted<T>(call: () => T, bytes: number): T {
  try {
    return call();
  } catch (error) {
    // A trap of the module, or a refusal to let its memory grow.
    if (!['RuntimeError', 'RangeError'].includes((error as Error).name)) throw error;
    throw exhausted(bytes, error);
  }
}

function exhausted(bytes: number, cause?: unknown): LetheError {
  return new LetheError(
    {
      what: 'the memory of WebAssembly is used up: it ends at 4 GiB',
      expected: 'a model, batches and state of the optimizer that fit',
      found: `no room for ${bytes.toLocaleString('en-US')} more bytes`,
      next: 'use the native library (npx lethe doctor says why it is not in use), a smaller model or batch, or train.microBatchSize',
    },
    { cause },
  );
}
