import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js';

/**
 * The compiled addon: TensorFlow's C API as tfjs-node calls it (createTensor, executeOp, loadSavedModel, runSavedModel, ...).
 * Its properties are read-only, so a stand-in must wrap it in a proxy over another object.
 */
export type NativeBinding = TFJSBinding;
