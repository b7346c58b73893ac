import type { Tensor } from '@tensorflow/tfjs';
import type { TensorFlow } from '../backends/backend.js';
import { checkResult } from './check-program.js';
import { mapValues } from './map-values.js';
import { nativeKernelBackend, tensorId } from './native-kernel-backend.js';
import type { ElementType, Program, TensorSpec } from './program.js';
import { DATA_TYPES, type Recording, type Source } from './recording.js';
import { recordingBinding } from './recording-binding.js';
import { withRecorder } from './with-recorder.js';

/**
 * Runs `program` once on tensors that have a shape but no values, and returns every operation that it asked for,
 * gradients included. The `tensorflow` backend must be active. Leaves no tensor behind.
 * @throws LetheError if the program reads a value, uses a tensor from outside, draws random numbers or breaks the contract.
 */
export function recordProgram(
  tf: TensorFlow,
  name: string,
  program: Program,
  state: Record<string, TensorSpec>,
): Recording {
  const backend = nativeKernelBackend(tf);
  const recorder = recordingBinding(backend.binding, name);
  const symbolic = (source: Source, { shape, dtype }: TensorSpec) =>
    backend.createOutputTensor(recorder.declare(source, { shape: [...shape], dtype: DATA_TYPES[dtype] }));
  const sourceOf = (tensor: Tensor, use: string) => recorder.sourceOf(tensorId(backend, tensor), use);

  let recording!: Recording;
  const body = () => {
    const stateTensors = mapValues(state, (spec, key) => symbolic({ from: 'state', name: key }, spec));
    const inputTensors = mapValues(program.inputs, (spec, key) =>
      symbolic({ from: 'input', name: key }, spec),
    );
    const result = program.run(stateTensors, inputTensors);
    checkResult(name, result, state);
    recording = {
      nodes: recorder.nodes,
      updates: mapValues(result.state ?? {}, (tensor, key) => sourceOf(tensor, `the update of ${key}`)),
      outputs: mapValues(result.outputs, (tensor, key) => ({
        source: sourceOf(tensor, `output ${key}`),
        spec: { shape: tensor.shape, dtype: tensor.dtype as ElementType },
      })),
    };
  };
  // The scope ends inside, because handles of symbolic tensors mean nothing to the real addon.
  withRecorder(tf, recorder, name, () => tf.tidy(body));
  return recording;
}
