import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js';
import { findNativeLibrary } from './find-native-library.js';
import type { NativeRecord } from './native-record.js';
import { setTensorflowThreads } from './native-threads.js';

/**
 * The compiled addon: TensorFlow's C API as tfjs-node calls it (createTensor, executeOp, loadSavedModel, runSavedModel, ...).
 * Its properties are read-only, so a stand-in must wrap it in a proxy over another object.
 */
export type NativeBinding = TFJSBinding;

export interface LoadedNative {
  binding: NativeBinding;
  directory: string;
  record: NativeRecord;
  /** Threads of TensorFlow's intra-op pool. */
  threads: number;
}

const HOW_TO_PROVISION = 'run `npm run setup`, which fetches libtensorflow and compiles the binding';

let loaded: LoadedNative | undefined;

/**
 * Loads the provisioned binding into this process, once; later calls return the same object.
 * `TF_XLA_FLAGS` and other TensorFlow settings must be in the environment before the first call.
 * `TF_CPP_MIN_LOG_LEVEL` is set to 2 (errors only) unless the caller set it.
 * @param options.threads size of TensorFlow's thread pools; default `LETHE_THREADS`, else one per processor.
 * @throws LetheError when nothing is provisioned, the library does not load, or it is loaded with other threads already.
 */
export function loadNativeBinding(options: { threads?: number } = {}): LoadedNative {
  if (loaded !== undefined) {
    if (options.threads !== undefined && options.threads !== loaded.threads) {
      throw new LetheError({
        what: 'TensorFlow is already loaded with another number of threads',
        where: 'threads',
        expected: String(loaded.threads),
        found: String(options.threads),
        next: 'use another process: the library reads the number once',
      });
    }
    return loaded;
  }
  const search = findNativeLibrary();
  if (!search.found) {
    throw new LetheError({
      what: 'no native TensorFlow library is provisioned',
      where: search.root,
      found: search.reasons.length === 0 ? 'no library for this platform' : search.reasons.join('; '),
      next: HOW_TO_PROVISION,
    });
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const threads = setTensorflowThreads(options.threads) ?? availableParallelism();
  installNodeUtilShim();
  const path = join(search.directory, 'tfjs_binding.node');
  let binding: NativeBinding;
  try {
    binding = createRequire(import.meta.url)(path);
  } catch (error) {
    throw new LetheError(
      {
        what: 'the native TensorFlow library does not load',
        where: path,
        found: error instanceof Error ? error.message : String(error),
        next: 'remove that directory and run `npm run setup` again, or choose LETHE_BACKEND=wasm',
      },
      { cause: error },
    );
  }
  loaded = { binding, directory: search.directory, record: search.record, threads };
  return loaded;
}

/**
 * Restores the two functions of `node:util` that tfjs-node 4.22 calls: Node 23 removed them, Node 22 warns at their use (DEP0051).
 * Must run before the first operation of the tensorflow backend; running it again changes nothing.
 */
export function installNodeUtilShim(): void {
  // The ESM namespace of node:util is read-only, the CommonJS object behind it is not.
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
