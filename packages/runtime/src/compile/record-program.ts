import { LetheError } from '@lethe/contracts';
import type {
  DataType,
  KernelConfig,
  NamedAttrMap,
  NamedTensorInfoMap,
  Tensor,
  TensorInfo,
} from '@tensorflow/tfjs';
import type { TensorFlow } from '../backends/backend.js';
import type { NativeBinding } from '../native/load-native-binding.js';
import { checkResult, type ElementType, mapValues, type Program, type TensorSpec } from './program.js';
import { DATA_TYPES, type RecordedAttribute, type Recording, type Source } from './recording.js';
import { type RecordingBinding, recordingBinding } from './recording-binding.js';

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

/** Calls `body` while the active `tensorflow` backend computes through `recorder`, and puts everything back afterwards. */
function withRecorder(tf: TensorFlow, recorder: RecordingBinding, program: string, body: () => void): void {
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

/**
 * A GatherV2 kernel for recording. tfjs-node's own reads its indices in JavaScript to check them, which would make every
 * embedding an error; this one leaves the check out (`below` of an input takes its place).
 */
function tracedGather(tf: TensorFlow) {
  return (call: { inputs: NamedTensorInfoMap; backend: object; attrs?: NamedAttrMap }): TensorInfo => {
    const { x, indices } = call.inputs;
    const { axis, batchDims } = call.attrs as { axis: number; batchDims?: number };
    const backend = call.backend as NativeKernelBackend;
    const { TF_ATTR_INT, TF_ATTR_TYPE } = backend.binding;
    const type = (name: string, dtype: string) => ({
      name,
      type: TF_ATTR_TYPE,
      value: DATA_TYPES[dtype as keyof typeof DATA_TYPES],
    });
    return backend.executeSingleOutput(
      'GatherV2',
      [
        { name: 'batch_dims', type: TF_ATTR_INT, value: batchDims ?? 0 },
        type('Tparams', x!.dtype),
        type('Tindices', indices!.dtype),
        type('Taxis', 'int32'),
      ],
      [x!, indices!, tf.scalar(axis, 'int32')],
    );
  };
}

/** The members of tfjs-node's kernel backend that recording needs; its own types keep some of them private. */
interface NativeKernelBackend {
  binding: NativeBinding;
  getInputTensorIds(tensors: TensorInfo[]): number[];
  executeSingleOutput(op: string, attributes: RecordedAttribute[], inputs: TensorInfo[]): Tensor;
  /** A tensor over a handle of the addon; the tensor owns the handle. */
  createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): Tensor;
  move(dataId: object, values: unknown, shape: number[], dtype: DataType, refCount: number): void;
}

/** The active kernel backend, which must be tfjs-node's. */
function nativeKernelBackend(tf: TensorFlow): NativeKernelBackend {
  return tf.backend() as unknown as NativeKernelBackend;
}

/** The addon's handle of a tensor's data. */
function tensorId(backend: NativeKernelBackend, tensor: Tensor): number {
  return backend.getInputTensorIds([tensor])[0]!;
}
