import * as tf from '@tensorflow/tfjs';
import { loadNativeBinding } from '../native/load-native-binding.js';
import type { BackendOpener } from './backend.js';

/**
 * The native backend: tfjs-node's kernels over our own build of its addon, which runs on a GPU where the library finds one.
 * tfjs-node's entry point is left out because it looks for its addon inside node_modules.
 */
export const tensorflowBackend: BackendOpener = {
  name: 'tensorflow',
  async open(options) {
    const { binding, record, threads } = loadNativeBinding(options);
    if (!tf.findBackendFactory('tensorflow')) {
      const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js');
      await import('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
      tf.registerBackend(
        'tensorflow',
        () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'),
        3,
      );
    }
    await activate('tensorflow');
    const onGpu = binding.isUsingGpuDevice();
    return {
      name: 'tensorflow',
      tf,
      binding,
      description: {
        device: onGpu ? 'GPU' : 'CPU',
        threads,
        versions: { tensorflow: binding.TF_Version, tfjs: tf.version.tfjs },
        notes:
          record.variant === 'gpu' && !onGpu
            ? ['the library can use a GPU but found none that it can drive']
            : [],
      },
    };
  },
};

async function activate(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not initialise the ${name} backend`);
}
