import { LetheError } from '@lethe/contracts';
import type { KernelConfig } from '@tensorflow/tfjs';
import type { TensorFlow } from '../backends/backend.js';
import { type NativeKernelBackend, nativeKernelBackend } from './native-kernel-backend.js';
import type { RecordingBinding } from './recording-binding.js';
import { tracedGather } from './traced-gather.js';

/** Calls `body` while the active `tensorflow` backend computes through `recorder`, and puts everything back afterwards. */
export function withRecorder(
  tf: TensorFlow,
  recorder: RecordingBinding,
  program: string,
  body: () => void,
): void {
  const backend = nativeKernelBackend(tf);
  const { binding, move } = backend;
  const { random } = Math;
  const gather = tf.getKernel('GatherV2', 'tensorflow');
  try {
    backend.binding = recorder.binding;
    backend.move = (dataId, values, shape, dtype, refCount) => {
      recorder.allowConstant(values);
      move.call(backend, dataId, values, shape, dtype, refCount);
    };
    Math.random = () => {
      throw new LetheError({
        what: 'a program drew a random number in JavaScript while it was recorded',
        where: `program ${program}`,
        expected: 'random numbers as inputs, because a number drawn here would be the same in every run',
      });
    };
    replaceKernel(tf, { ...gather, kernelFunc: tracedGather(tf) });
    body();
  } finally {
    replaceKernel(tf, gather);
    Math.random = random;
    // The method itself lives on the prototype; the stand-in was an own property over it.
    delete (backend as Partial<NativeKernelBackend>).move;
    backend.binding = binding;
  }
}

function replaceKernel(tf: TensorFlow, kernel: KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}
