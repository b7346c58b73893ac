import { LetheError } from '@lethe/contracts';
import type { NativeBinding } from '../../native/load-native-binding.js';
import type { SymbolicSpec } from '../recording.js';
import {
  DATA_TYPES,
  type RecordedAttribute,
  type RecordedConstant,
  type RecordedNode,
  type RecordedOperation,
  type Source,
} from '../recording.js';

/** A value of a program of several runs: `spec` is that of one run, and a lifted value has an axis of runs before it. */
export interface Lifted {
  source: Source;
  spec: SymbolicSpec;
  /** Whether every run has a value of its own. */
  isLifted: boolean;
}

/** The operations of a program of several runs, as they are added. */
export interface LiftedGraph {
  readonly runs: number;
  readonly nodes: RecordedNode[];
  /** Adds an operation. @returns its first result */
  add(op: string, attributes: readonly RecordedAttribute[], inputs: readonly Source[]): Source;
  addConstant(constant: Omit<RecordedConstant, 'kind' | 'name'>): Source;
  /** A constant of whole numbers; a scalar where `shape` is []. */
  integers(values: readonly number[], shape?: readonly number[]): Source;
  /** Whole numbers of a constant operand. @throws LetheError for one that is not constant, or that runs differ in */
  read(value: Lifted): number[];
  /** Elements in another shape. */
  reshape(source: Source, spec: SymbolicSpec): Source;
  /** A value repeated to a shape. */
  repeat(source: Source, spec: SymbolicSpec): Source;
  /** The same elements of every run in another shape. */
  reshaped(value: Lifted, shape: readonly number[]): Source;
  /** With the axis of runs: what all runs share is repeated. */
  lifted(value: Lifted): Source;
  attribute: {
    type(name: string, value: number): RecordedAttribute;
    int(name: string, value: number): RecordedAttribute;
  };
}

export function liftedGraph(binding: NativeBinding, runs: number): LiftedGraph {
  const nodes: RecordedNode[] = [];
  const known = new Map<string, Source>();
  const attribute: LiftedGraph['attribute'] = {
    type: (name, value) => ({ name, type: binding.TF_ATTR_TYPE, value }),
    int: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
  };
  const add: LiftedGraph['add'] = (op, attributes, inputs) => {
    const node: RecordedOperation = {
      kind: 'operation',
      name: `${op}${nodes.length}`,
      op,
      attributes: [...attributes],
      inputs: [...inputs],
      results: [],
    };
    nodes.push(node);
    return { from: 'node', node, output: 0 };
  };
  const addConstant: LiftedGraph['addConstant'] = (constant) => {
    const node: RecordedConstant = { kind: 'constant', name: `constant${nodes.length}`, ...constant };
    nodes.push(node);
    return { from: 'node', node, output: 0 };
  };
  const integers: LiftedGraph['integers'] = (values, shape = [values.length]) => {
    const key = `${shape.length} ${values.join()}`;
    const found =
      known.get(key) ??
      addConstant({
        dtype: DATA_TYPES.int32,
        shape,
        bytes: new Uint8Array(Int32Array.from(values).buffer),
        splat: false,
      });
    known.set(key, found);
    return found;
  };
  const { int32 } = DATA_TYPES;
  const reshape: LiftedGraph['reshape'] = (source, { dtype, shape }) =>
    add('Reshape', [attribute.type('T', dtype), attribute.type('Tshape', int32)], [source, integers(shape)]);
  const repeat: LiftedGraph['repeat'] = (source, { dtype, shape }) =>
    add(
      'BroadcastTo',
      [attribute.type('T', dtype), attribute.type('Tidx', int32)],
      [source, integers(shape)],
    );
  return {
    runs,
    nodes,
    add,
    addConstant,
    integers,
    attribute,
    read({ source, isLifted }) {
      if (source.from === 'node' && source.node.kind === 'constant' && !isLifted) {
        const { bytes } = source.node;
        return Array.from(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4));
      }
      throw new LetheError({
        what: 'a shape, an axis or a count depends on values, which a program of several runs cannot have',
        expected: 'a constant that all runs share',
        found: source.from === 'node' ? source.node.name : source.name,
      });
    },
    reshaped: ({ source, spec, isLifted }, shape) =>
      reshape(source, { dtype: spec.dtype, shape: isLifted ? [runs, ...shape] : [...shape] }),
    reshape,
    repeat,
    lifted: ({ source, spec: { dtype, shape }, isLifted }) =>
      isLifted ? source : repeat(source, { dtype, shape: [runs, ...shape] }),
  };
}
