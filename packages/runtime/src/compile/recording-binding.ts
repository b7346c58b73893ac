import { LetheError } from '@lethe/contracts';
import type { NativeBinding } from '../native/load-native-binding.js';
import { inferredTypes, isRecordable, notRecordable } from './op-outputs.js';
import type { SymbolicSpec } from './recording.js';
import {
  DATA_TYPES,
  type RecordedAttribute,
  type RecordedConstant,
  type RecordedNode,
  type RecordedOperation,
  type Source,
} from './recording.js';
import { type Operand, resultSpecsOf } from './result-specs.js';

// Handles of tensors that exist only in the recording; the addon counts its own up from 0.
const FIRST_SYMBOLIC_ID = 2 ** 30;

/** A stand-in for the native addon that keeps a list of what it was asked to compute and computes next to nothing. */
export interface RecordingBinding {
  binding: NativeBinding;
  nodes: RecordedNode[];
  /** A handle for an input or a state entry. */
  declare(source: Source, spec: SymbolicSpec): { id: number; shape: number[]; dtype: number };
  /** Where the tensor `id` comes from; throws a LetheError for a tensor that the program did not make. */
  sourceOf(id: number, use: string): Source;
  /** Declares that `values` were given to a tensor while recording, so that they may become a constant. */
  allowConstant(values: unknown): void;
}

/**
 * Wraps `real` for one recording of the program named `program`.
 * Reading a tensor that depends on inputs or state throws, and so does using a tensor from outside of the program.
 */
export function recordingBinding(real: NativeBinding, program: string): RecordingBinding {
  const nodes: RecordedNode[] = [];
  const tensors = new Map<number, Operand & { source: Source }>();
  const shared = new Map<string, Source>();
  const ownValues = new WeakSet<object>();
  const resultSpecs = resultSpecsOf(real);
  let nextId = FIRST_SYMBOLIC_ID;

  const find = (id: number, use: string) => {
    const tensor = tensors.get(id);
    if (tensor === undefined) throw outsideTensor(program, use);
    return tensor;
  };

  const declare: RecordingBinding['declare'] = (source, { shape, dtype }) => {
    const id = nextId++;
    tensors.set(id, { source, shape, dtype });
    return { id, shape, dtype };
  };

  const createTensor: NativeBinding['createTensor'] = (shape, dtype, values) => {
    // tfjs-node's kernels make int64 scalars themselves, so their values were never declared.
    if (dtype !== DATA_TYPES.int64 && !ownValues.has(values)) {
      throw outsideTensor(program, `a constant of shape [${shape.join(', ')}]`);
    }
    const { node, key } = recordedConstant(program, `constant${nodes.length}`, shape, dtype, values);
    let source = key === undefined ? undefined : shared.get(key);
    if (source === undefined) {
      source = { from: 'node', node, output: 0 };
      nodes.push(node);
      if (key !== undefined) shared.set(key, source);
    }
    const id = real.createTensor(shape, dtype, values);
    tensors.set(id, {
      source,
      shape,
      dtype,
      constantId: id,
      ...(key === undefined ? {} : { constantKey: key }),
    });
    return id;
  };

  const executeOp: NativeBinding['executeOp'] = (op, attributes, inputIds, outputCount) => {
    if (!isRecordable(op)) throw notRecordable(op);
    const operands = inputIds.map((id) => find(id, `an operand of ${op}`));
    const recorded = attributes.map(({ name, type, value }): RecordedAttribute => ({ name, type, value }));
    const types = operands.map(({ dtype }) => dtype);
    for (const { name, type } of inferredTypes(op, types)) {
      recorded.push({ name, type: real.TF_ATTR_TYPE, value: type });
    }
    const specs = resultSpecs(op, recorded, operands, outputCount);
    const node: RecordedOperation = {
      kind: 'operation',
      name: `${op}${nodes.length}`,
      op,
      attributes: recorded,
      inputs: operands.map(({ source }) => source),
      results: specs,
    };
    nodes.push(node);
    return specs.map((spec, output) => declare({ from: 'node', node, output }, spec));
  };

  const tensorDataSync: NativeBinding['tensorDataSync'] = (id) => {
    const tensor = tensors.get(id);
    if (tensor?.constantId !== undefined) return real.tensorDataSync(id);
    throw new LetheError({
      what: 'a program read the value of a tensor in JavaScript while it was recorded',
      where: `program ${program}`,
      expected: 'tensors only, because a value that was read would be frozen into the graph',
      found: describeSource(tensor?.source),
      next: 'make the value an input, a state entry or an output (no dataSync, arraySync, print or data-dependent kernels)',
    });
  };

  const deleteTensor: NativeBinding['deleteTensor'] = (id) => {
    if (id < FIRST_SYMBOLIC_ID) real.deleteTensor(id);
  };

  const replaced: Partial<NativeBinding> = { createTensor, executeOp, tensorDataSync, deleteTensor };
  // The addon's own properties are read-only, which a proxy over the addon itself may not contradict.
  const binding = new Proxy({} as NativeBinding, {
    get: (_, key: keyof NativeBinding) => replaced[key] ?? real[key],
  });
  return {
    binding,
    nodes,
    declare,
    sourceOf: (id, use) => find(id, use).source,
    allowConstant(values) {
      if (typeof values === 'object' && values !== null) ownValues.add(values);
    },
  };
}

function outsideTensor(program: string, use: string): LetheError {
  return new LetheError({
    what: 'a program used a tensor that was made outside of it',
    where: `program ${program}, ${use}`,
    expected: 'inputs, state entries, and tensors that the program makes itself',
    next: 'create constants inside run(); pass everything else as an input or a state entry (tf.variable and optimizers of tf.train count as outside)',
  });
}

function describeSource(source: Source | undefined): string {
  if (source === undefined) return 'a tensor that was made outside of the program';
  if (source.from !== 'node') return `${source.from === 'state' ? 'state entry' : 'input'} ${source.name}`;
  return `the result of ${source.node.name}`;
}

// Constants up to this size are looked up by content, so that the scalars of a program are stored once.
const SHARED_BYTES = 1024;

/** Copies the values of a tensor that a program made itself. `key` is the same for equal constants, and absent for large ones. */
function recordedConstant(
  program: string,
  name: string,
  shape: readonly number[],
  dtype: number,
  values: unknown,
): { node: RecordedConstant; key?: string } {
  if (!ArrayBuffer.isView(values) || !(Object.values(DATA_TYPES) as number[]).includes(dtype)) {
    throw new LetheError({
      what: 'a program made a constant of a dtype that compiled programs do not have',
      where: `program ${program}`,
      expected: 'float32, int32 or bool',
      found: ArrayBuffer.isView(values) ? `TensorFlow dtype ${dtype}` : 'strings',
    });
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const small = bytes.length <= SHARED_BYTES;
  // The gradients of tfjs multiply by tensors of ones as large as the activations; one element says as much.
  const splat = !small && dtype !== DATA_TYPES.int64 && isUniform(values as unknown as Float32Array);
  const kept = splat ? bytes.length / (values as unknown as Float32Array).length : bytes.length;
  const node: RecordedConstant = {
    kind: 'constant',
    name,
    dtype,
    shape: [...shape],
    bytes: bytes.slice(0, kept),
    splat,
  };
  if (!small) return { node };
  return { node, key: `${dtype} ${shape.join()} ${Buffer.from(bytes).toString('latin1')}` };
}

function isUniform(values: ArrayLike<number>): boolean {
  const first = values[0];
  for (let i = 1; i < values.length; i++) {
    if (!Object.is(values[i], first)) return false;
  }
  return true;
}
