import type { TensorSpec } from './program.js';

/** TensorFlow's numbers for the types that a recording may hold. */
export const DATA_TYPES = { float32: 1, int32: 3, bool: 10, int64: 9, resource: 20 } as const;

/** Shape and TensorFlow data type of a tensor that is recorded but never computed. */
export interface SymbolicSpec {
  shape: number[];
  dtype: number;
}

/** Where a value of a recording comes from. */
export type Source =
  | { from: 'state'; name: string }
  | { from: 'input'; name: string }
  | { from: 'node'; node: RecordedNode; output: number };

/** An attribute as tfjs-node passes it to its addon; `type` is TensorFlow's TF_AttrType. */
export interface RecordedAttribute {
  name: string;
  type: number;
  value: unknown;
}

export type RecordedNode = RecordedConstant | RecordedOperation;

export interface RecordedConstant {
  kind: 'constant';
  name: string;
  dtype: number;
  shape: readonly number[];
  /** Row-major, in machine byte order; one element if `splat`. */
  bytes: Uint8Array;
  /** All elements are the same, so only one is kept. */
  splat: boolean;
}

export interface RecordedOperation {
  kind: 'operation';
  name: string;
  op: string;
  attributes: RecordedAttribute[];
  inputs: Source[];
  /** What it returns. */
  results: readonly SymbolicSpec[];
}

/** One program as a list of operations in the order in which they ran. */
export interface Recording {
  nodes: RecordedNode[];
  updates: Record<string, Source>;
  outputs: Record<string, { source: Source; spec: TensorSpec }>;
}

/** The state entries that the recording reads, in the order of their first use. */
export function stateReadBy(recording: Recording): string[] {
  const names = new Set<string>();
  const visit = (source: Source) => {
    if (source.from === 'state') names.add(source.name);
  };
  for (const node of recording.nodes) if (node.kind === 'operation') node.inputs.forEach(visit);
  for (const { source } of Object.values(recording.outputs)) visit(source);
  for (const source of Object.values(recording.updates)) visit(source);
  return [...names];
}
