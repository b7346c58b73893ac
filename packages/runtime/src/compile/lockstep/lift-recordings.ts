import type { NativeBinding } from '../../native/load-native-binding.js';
import type { Program, TensorSpec } from '../program.js';
import {
  DATA_TYPES,
  type RecordedConstant,
  type RecordedNode,
  type Recording,
  type Source,
} from '../recording.js';
import { liftOperation } from './lift-rules.js';
import { type Lifted, type LiftedGraph, liftedGraph } from './lifted-graph.js';

/**
 * Makes one recording of those of several runs: every state entry, input and output has an axis of runs before its own, and
 * every operation is done once for all of them.
 * @param recordings of one program, alike but for the values of float constants (see `describeRecording`)
 * @param specs of one run
 * @throws LetheError for an operation that cannot be done so
 */
export function liftRecordings(
  recordings: readonly Recording[],
  specs: { state: Record<string, TensorSpec>; inputs: Program['inputs'] },
  binding: NativeBinding,
): Recording {
  const [first] = recordings as [Recording, ...Recording[]];
  const graph = liftedGraph(binding, recordings.length);
  const lifted = new Map<RecordedNode, Lifted[]>();
  const find = (source: Source): Lifted => {
    if (source.from === 'node') return lifted.get(source.node)![source.output]!;
    const { shape, dtype } = source.from === 'state' ? specs.state[source.name]! : specs.inputs[source.name]!;
    return { source, spec: { shape: [...shape], dtype: DATA_TYPES[dtype] }, isLifted: true };
  };
  first.nodes.forEach((node, i) => {
    if (node.kind === 'constant') {
      const values = recordings.map(({ nodes }) => nodes[i] as RecordedConstant);
      lifted.set(node, [liftConstant(values, graph)]);
      return;
    }
    const operands = node.inputs.map(find);
    const { op, attributes, results } = node;
    const isLifted = operands.some((operand) => operand.isLifted);
    const sources = operands.map(({ source }) => source);
    const at = isLifted
      ? liftOperation({ op, attributes, operands, results, graph })
      : graph.add(op, attributes, sources);
    lifted.set(
      node,
      results.map((spec, output) => ({ source: { ...at, output } as Source, spec, isLifted })),
    );
  });
  const ofAllRuns = (source: Source): Source => graph.lifted(find(source));
  return {
    nodes: graph.nodes,
    updates: Object.fromEntries(
      Object.entries(first.updates).map(([name, source]) => [name, ofAllRuns(source)]),
    ),
    outputs: Object.fromEntries(
      Object.entries(first.outputs).map(([name, { source, spec }]) => [
        name,
        { source: ofAllRuns(source), spec: ofRuns(spec, recordings.length) },
      ]),
    ),
  };
}

/** What an entry of one run is in a program of several. */
export const ofRuns = <T extends TensorSpec>(spec: T, runs: number): T => ({
  ...spec,
  shape: [runs, ...spec.shape],
});

/** A constant of all runs, or one value of every run's own. */
function liftConstant(values: readonly RecordedConstant[], graph: LiftedGraph): Lifted {
  const [first] = values as [RecordedConstant];
  const { dtype, shape, bytes, splat } = first;
  const spec = { shape: [...shape], dtype };
  if (values.every((other) => Buffer.compare(other.bytes, bytes) === 0)) {
    return { source: graph.addConstant({ dtype, shape, bytes, splat }), spec, isLifted: false };
  }
  const all = new Uint8Array(Buffer.concat(values.map((value) => value.bytes)));
  const constant = splat
    ? { dtype, shape: [values.length, ...shape.map(() => 1)], bytes: all, splat: false }
    : { dtype, shape: [values.length, ...shape], bytes: all, splat: false };
  const source = graph.addConstant(constant);
  // One element of every run, which broadcasts; where shapes must agree it is repeated.
  const whole = { dtype, shape: [values.length, ...shape] };
  return { source: splat ? graph.repeat(source, whole) : source, spec, isLifted: true };
}

/** Others are shapes, axes and counts. */
const isFloat = ({ dtype }: RecordedConstant): boolean => dtype === DATA_TYPES.float32;

/** What a recording does and in which shapes, without the values of its float constants, as text. */
export function describeRecording({ nodes, updates, outputs }: Recording): string {
  const places = new Map(nodes.map((node, i) => [node, i]));
  const place = (source: Source): unknown =>
    source.from === 'node' ? [places.get(source.node), source.output] : [source.from, source.name];
  return JSON.stringify([
    nodes.map((node) =>
      node.kind === 'constant'
        ? [
            node.dtype,
            node.shape,
            node.splat,
            isFloat(node) ? '' : Buffer.from(node.bytes).toString('latin1'),
          ]
        : [node.op, node.attributes, node.inputs.map(place), node.results],
    ),
    Object.entries(updates).map(([name, source]) => [name, place(source)]),
    Object.entries(outputs).map(([name, { source, spec }]) => [name, place(source), spec]),
  ]);
}
