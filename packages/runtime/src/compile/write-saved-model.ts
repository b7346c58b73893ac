import type { NativeBinding } from '../native/load-native-binding.js';
import { mapValues, type Program, type TensorSpec } from './program.js';
import { DATA_TYPES, type Recording } from './recording.js';
import { type AttrValue, encodeSavedModel, type NodeDef, shapeProto } from './tensorflow-protos.js';
import { type WrittenFunction, writeFunction } from './write-function.js';

/** Names of the tensors by which one state entry is read and written. */
export interface StatePorts {
  read: string;
  /** Feed the new value here ... */
  value: string;
  /** ... and fetch this. */
  written: string;
}

/** Names of the tensors by which one program is called. */
export interface ProgramPorts {
  inputs: { name: string; port: string }[];
  outputs: { name: string; port: string }[];
  /** Fetching this runs the program without bringing any output to JavaScript. */
  done: string;
}

export interface WrittenModel {
  bytes: Uint8Array;
  state: Record<string, StatePorts>;
  programs: Record<string, ProgramPorts>;
}

/**
 * Writes recorded programs and the state that they share as one SavedModel.
 * Every state entry is a resource variable of the session. Each program is a function called by one node; with `xla` the
 * node carries `_XlaMustCompile`, at which TensorFlow compiles the whole function and updates the variables in place.
 * Initial values are not part of the file: they are fed through the ports of each entry.
 */
export function writeSavedModel(
  state: Record<string, TensorSpec>,
  programs: Record<string, { inputs: Program['inputs']; recording: Recording }>,
  binding: NativeBinding,
  xla: boolean,
): WrittenModel {
  const nodes: NodeDef[] = [];
  const functions: WrittenFunction[] = [];
  const handles = new Map(Object.keys(state).map((name, i) => [name, `state${i}`]));
  const statePorts = mapValues(state, (spec, name) => stateNodes(nodes, handles.get(name)!, spec));
  const programPorts = mapValues(programs, ({ inputs, recording }) => {
    const node = `program${functions.length}`;
    const written = writeFunction(`${node}_body`, inputs, recording, state, binding);
    if (xla) written.definition.attr = compileAttributes();
    functions.push(written);
    return callNodes(nodes, node, inputs, written, handles, xla);
  });
  const bytes = encodeSavedModel(
    nodes,
    functions.map(({ definition }) => definition),
  );
  return { bytes, state: statePorts, programs: programPorts };
}

// Without _noinline a graph rewrite could inline the function before its node reaches the compiler.
function compileAttributes(): Record<string, AttrValue> {
  return { _XlaMustCompile: { b: true }, _noinline: { b: true } };
}

function stateNodes(nodes: NodeDef[], handle: string, { shape, dtype }: TensorSpec): StatePorts {
  const type = DATA_TYPES[dtype];
  nodes.push(
    {
      name: handle,
      op: 'VarHandleOp',
      attr: {
        dtype: { type },
        shape: { shape: shapeProto(shape) },
        shared_name: { s: new TextEncoder().encode(handle) },
      },
    },
    { name: `${handle}_read`, op: 'ReadVariableOp', input: [handle], attr: { dtype: { type } } },
    ...copiedPlaceholder(`${handle}_value`, type, shape),
    {
      name: `${handle}_assign`,
      op: 'AssignVariableOp',
      input: [handle, `${handle}_value`],
      attr: { dtype: { type } },
    },
    doneNode(`${handle}_written`, `${handle}_assign`),
  );
  return { read: `${handle}_read:0`, value: `${handle}_value_fed:0`, written: `${handle}_written:0` };
}

function callNodes(
  nodes: NodeDef[],
  node: string,
  specs: Program['inputs'],
  { definition, inputs, outputs, state }: WrittenFunction,
  handles: ReadonlyMap<string, string>,
  xla: boolean,
): ProgramPorts {
  inputs.forEach((key, i) => {
    const { dtype, shape } = specs[key]!;
    nodes.push(...copiedPlaceholder(`${node}_input${i}`, DATA_TYPES[dtype], shape));
  });
  const { input_arg, output_arg } = definition.signature;
  nodes.push({
    name: node,
    op: 'StatefulPartitionedCall',
    input: [...inputs.map((_, i) => `${node}_input${i}`), ...state.map((key) => handles.get(key)!)],
    attr: {
      Tin: { list: { type: input_arg.map(({ type }) => type) } },
      Tout: { list: { type: output_arg.map(({ type }) => type) } },
      f: { func: { name: definition.signature.name } },
      ...(xla ? compileAttributes() : {}),
    },
  });
  nodes.push(doneNode(`${node}_done`, node));
  return {
    inputs: inputs.map((key, i) => ({ name: key, port: `${node}_input${i}_fed:0` })),
    outputs: outputs.map((key, i) => ({ name: key, port: `${node}:${i}` })),
    done: `${node}_done:0`,
  };
}

/**
 * A value fed from JavaScript, and a copy of it under `name`. The fed tensor may share its memory with a typed array,
 * whose owner may write to it later, and which only the JavaScript thread may release: it must not end up in the state.
 */
function copiedPlaceholder(name: string, type: number, shape: readonly number[]): NodeDef[] {
  return [
    {
      name: `${name}_fed`,
      op: 'Placeholder',
      attr: { dtype: { type }, shape: { shape: shapeProto(shape) } },
    },
    { name, op: 'DeepCopy', input: [`${name}_fed`], attr: { T: { type } } },
  ];
}

/** A constant that can be fetched once `after` has run. */
function doneNode(name: string, after: string): NodeDef {
  const dtype = DATA_TYPES.int32;
  return {
    name,
    op: 'Const',
    input: [`^${after}`],
    attr: {
      dtype: { type: dtype },
      value: { tensor: { dtype, tensor_shape: shapeProto([]), tensor_content: new Uint8Array(4) } },
    },
  };
}
