import { LetheError } from '@lethe/contracts';
import type { NativeBinding } from '../native/load-native-binding.js';
import { outputReference } from './op-outputs.js';
import type { Program, TensorSpec } from './program.js';
import {
  DATA_TYPES,
  type RecordedAttribute,
  type RecordedConstant,
  type RecordedNode,
  type Recording,
  type Source,
  stateReadBy,
} from './recording.js';
import { type AttrValue, type FunctionDef, type NodeDef, shapeProto } from './tensorflow-protos.js';

/** A recorded program as a TensorFlow function: arguments are the inputs, then one resource handle per state entry. */
export interface WrittenFunction {
  definition: FunctionDef;
  inputs: string[];
  /** The state entries that are read or updated, in the order of the arguments. */
  state: string[];
  outputs: string[];
}

/**
 * Writes a recording as a FunctionDef named `name`.
 * State is read at the beginning and assigned at the end, so updates see only old values, whatever the order.
 */
export function writeFunction(
  name: string,
  inputSpecs: Program['inputs'],
  recording: Recording,
  state: Record<string, TensorSpec>,
  binding: NativeBinding,
): WrittenFunction {
  const inputs = Object.keys(inputSpecs);
  const outputs = Object.keys(recording.outputs);
  const read = stateReadBy(recording);
  const updated = Object.keys(recording.updates);
  const used = [...new Set([...read, ...updated])];
  // Names of state entries may hold any character, node names may not: refer to everything by position.
  const slot = new Map(used.map((key, i) => [key, i]));
  const argument = new Map(inputs.map((key, i) => [key, `input${i}`]));
  const typeOf = (key: string) => ({ dtype: { type: DATA_TYPES[state[key]!.dtype] } });

  const reference = (source: Source): string => {
    if (source.from === 'input') return argument.get(source.name)!;
    if (source.from === 'state') return `read${slot.get(source.name)}:value:0`;
    return nodeReference(source.node, source.output);
  };
  const nodes: NodeDef[] = read.map((key) => ({
    name: `read${slot.get(key)}`,
    op: 'ReadVariableOp',
    input: [`state${slot.get(key)}`],
    attr: typeOf(key),
  }));
  for (const node of recording.nodes) {
    if (node.kind === 'constant') nodes.push(...constantNodes(node));
    else {
      nodes.push({
        name: node.name,
        op: node.op,
        input: node.inputs.map(reference),
        attr: Object.fromEntries(node.attributes.map((a) => [a.name, attributeValue(node.op, a, binding)])),
      });
    }
  }
  for (const key of updated) {
    const after = read.includes(key) ? [`^read${slot.get(key)}`] : [];
    nodes.push({
      name: `assign${slot.get(key)}`,
      op: 'AssignVariableOp',
      input: [`state${slot.get(key)}`, reference(recording.updates[key]!), ...after],
      attr: typeOf(key),
    });
  }
  const definition: FunctionDef = {
    signature: {
      name,
      is_stateful: true,
      input_arg: [
        ...inputs.map((key) => ({ name: argument.get(key)!, type: DATA_TYPES[inputSpecs[key]!.dtype] })),
        ...used.map((_, i) => ({ name: `state${i}`, type: DATA_TYPES.resource })),
      ],
      output_arg: outputs.map((key, i) => ({
        name: `output${i}`,
        type: DATA_TYPES[recording.outputs[key]!.spec.dtype],
      })),
      control_output: updated.map((key) => `assigned${slot.get(key)}`),
    },
    node_def: nodes,
    ret: Object.fromEntries(
      outputs.map((key, i) => [`output${i}`, reference(recording.outputs[key]!.source)]),
    ),
    control_ret: Object.fromEntries(
      updated.map((key) => [`assigned${slot.get(key)}`, `assign${slot.get(key)}`]),
    ),
    attr: {},
  };
  return { definition, inputs, state: used, outputs };
}

function nodeReference(node: RecordedNode, output: number): string {
  return `${node.name}:${node.kind === 'constant' ? 'output:0' : outputReference(node.op, output)}`;
}

/** A constant as `Const`; a large one whose elements are all equal as `Fill`, which takes no memory. */
function constantNodes({ name, dtype, shape, bytes, splat }: RecordedConstant): NodeDef[] {
  const constant = (
    nodeName: string,
    type: number,
    dims: readonly number[],
    content: Uint8Array,
  ): NodeDef => ({
    name: nodeName,
    op: 'Const',
    attr: {
      dtype: { type },
      value: { tensor: { dtype: type, tensor_shape: shapeProto(dims), tensor_content: content } },
    },
  });
  if (!splat) return [constant(name, dtype, shape, bytes)];
  const dims = new Uint8Array(Int32Array.from(shape).buffer);
  return [
    constant(`${name}_shape`, DATA_TYPES.int32, [shape.length], dims),
    constant(`${name}_value`, dtype, [], bytes),
    {
      name,
      op: 'Fill',
      input: [`${name}_shape:output:0`, `${name}_value:output:0`],
      attr: { T: { type: dtype }, index_type: { type: DATA_TYPES.int32 } },
    },
  ];
}

function attributeValue(op: string, attribute: RecordedAttribute, binding: NativeBinding): AttrValue {
  const { type, value } = attribute;
  const list = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_STRING:
      return { s: new TextEncoder().encode(String(value)) };
    case binding.TF_ATTR_INT:
      return list ? { list: { i: value } } : { i: value as number };
    case binding.TF_ATTR_FLOAT:
      return list ? { list: { f: value } } : { f: value as number };
    case binding.TF_ATTR_BOOL:
      return list ? { list: { b: value } } : { b: value as boolean };
    case binding.TF_ATTR_TYPE:
      return { type: value as number };
    case binding.TF_ATTR_SHAPE:
      return { shape: shapeProto(value as number[]) };
    default:
      throw new LetheError({
        what: `attribute ${attribute.name} of ${op} has a type that compiled programs do not have`,
        expected: 'string, int, float, bool, type or shape',
        found: `TF_AttrType ${type}`,
      });
  }
}
