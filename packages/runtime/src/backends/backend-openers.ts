import type { BackendOpener } from './backend.js';
import { tensorflowBackend } from './tensorflow-backend.js';
import { wasmBackend } from './wasm-backend.js';

/** The backends of this build, best first: the order in which `auto` tries them. */
export const backendOpeners: readonly BackendOpener[] = [tensorflowBackend, wasmBackend];
