import type * as tensorflow from '@tensorflow/tfjs';
import type { NativeBinding } from '../native/load-native-binding.js';

/** The TensorFlow.js namespace. One instance serves every backend of a process. */
export type TensorFlow = typeof tensorflow;

/** Every backend name that a user may write; not each need be part of this build. */
export const BACKEND_NAMES = ['tensorflow', 'webgpu', 'wasm'] as const;

export type BackendName = (typeof BACKEND_NAMES)[number];

/** What a backend says about itself, for logs, manifests and `lethe doctor`. */
export interface BackendDescription {
  device: 'CPU' | 'GPU';
  /** Threads that matrix products may use. */
  threads: number;
  /** Component to version, for example `{ tfjs: '4.22.0', tensorflow: '2.21.0' }`. */
  versions: Record<string, string>;
  /** Things a user should know, one sentence each; usually empty. */
  notes: string[];
}

/** A backend that `auto` would have preferred, and why it did not load. */
export interface Refusal {
  name: BackendName;
  reason: string;
}

/** An opened backend. It is the active one of its process until another is opened. */
export interface Backend {
  name: BackendName;
  tf: TensorFlow;
  description: BackendDescription;
  /** Empty unless the backend was chosen by `auto`. */
  refused: Refusal[];
  /** The native addon; only on `tensorflow`. */
  binding?: NativeBinding;
}

export interface OpenOptions {
  /** Size of the thread pool; default `LETHE_THREADS`, else the backend's own choice. */
  threads?: number;
}

/** One way to compute. To add a backend, write a file that exports one of these and list it in open-backend.ts. */
export interface BackendOpener {
  name: BackendName;
  /** Loads the backend and makes it the active one. Throws a LetheError when it cannot work on this machine. */
  open(options: OpenOptions): Promise<Omit<Backend, 'refused'>>;
}
