import type { NativeBinding } from '../native/load-native-binding.js';
import { DATA_TYPES, type RecordedAttribute, type SymbolicSpec } from './recording.js';

/** An operand: `constantId` is its handle if it is a constant, whose value may decide about shapes (as in Reshape). */
export interface Operand extends SymbolicSpec {
  constantId?: number;
  /** Tells constants with different values apart. */
  constantKey?: string;
}

export type ResultSpecs = (
  op: string,
  attributes: RecordedAttribute[],
  operands: Operand[],
  outputCount: number,
) => SymbolicSpec[];

/**
 * Determines what an operation returns, by its definition or by running it once on zeros. The answer is cached, so that
 * recording a model of many equal layers takes little time and never holds more than one operation's tensors.
 */
export function resultSpecsOf(binding: NativeBinding): ResultSpecs {
  const known = new Map<string, SymbolicSpec[]>();
  const read = ({ constantId }: Operand) => Array.from(binding.tensorDataSync(constantId!) as Int32Array);
  return (op, attributes, operands, outputCount) => {
    const key = JSON.stringify([
      op,
      attributes,
      operands.map(({ shape, dtype, constantKey }) => [dtype, shape, constantKey]),
      outputCount,
    ]);
    let specs = known.get(key);
    if (specs === undefined) {
      specs =
        knownResultSpecs(op, attributes, operands, read) ??
        runOnZeros(binding, op, attributes, operands, outputCount);
      known.set(key, specs);
    }
    return specs;
  };
}

/** What an operation returns on zeros in the shapes of its operands. */
export function runOnZeros(
  binding: NativeBinding,
  op: string,
  attributes: RecordedAttribute[],
  operands: Operand[],
  outputCount: number,
): SymbolicSpec[] {
  const temporary: number[] = [];
  try {
    const ids = operands.map((operand) => {
      if (operand.constantId !== undefined) return operand.constantId;
      const id = zeros(binding, operand);
      temporary.push(id);
      return id;
    });
    const results = binding.executeOp(op, attributes as never, ids, outputCount);
    temporary.push(...results.map(({ id }) => id));
    return results.map(({ shape, dtype }) => ({ shape, dtype }));
  } finally {
    for (const id of temporary) binding.deleteTensor(id);
  }
}

/** A native tensor of zeros, made without an array of that size in JavaScript. */
function zeros(binding: NativeBinding, { shape, dtype }: SymbolicSpec): number {
  const zero =
    dtype === DATA_TYPES.float32
      ? new Float32Array(1)
      : dtype === DATA_TYPES.bool
        ? new Uint8Array(1)
        : new Int32Array(1);
  const extents = binding.createTensor([shape.length], DATA_TYPES.int32, Int32Array.from(shape));
  const value = binding.createTensor([], dtype, zero);
  try {
    const type = (name: string, number: number) => ({ name, type: binding.TF_ATTR_TYPE, value: number });
    const attributes = [type('T', dtype), type('index_type', DATA_TYPES.int32)];
    return binding.executeOp('Fill', attributes, [extents, value], 1)[0]!.id;
  } finally {
    binding.deleteTensor(extents);
    binding.deleteTensor(value);
  }
}

/** The elements of an operand that is a constant of whole numbers. */
export type ReadConstant = (operand: Operand) => number[];

interface Call {
  operands: Operand[];
  attribute(name: string): unknown;
  read: ReadConstant;
}

type Rule = (call: Call) => SymbolicSpec[] | undefined;

const named = (operations: string, rule: Rule): [string, Rule][] =>
  operations.split(/\s+/).map((operation) => [operation, rule]);

/** What the operations of a training step return, without running them. */
const RULES = new Map<string, Rule>([
  ...named('Exp Log Neg Rsqrt Sigmoid Sqrt Square Tanh Reciprocal Softmax DeepCopy', ({ operands: [x] }) => [
    like(x!, x!.shape),
  ]),
  ...named('Add AddV2 Sub Mul RealDiv Maximum Minimum', ({ operands: [x, y] }) =>
    broadcast(x!, y!, x!.dtype),
  ),
  ...named('Greater GreaterEqual Less LessEqual Equal NotEqual', ({ operands: [x, y] }) =>
    broadcast(x!, y!, DATA_TYPES.bool),
  ),
  ...named('Max Min Sum Mean', ({ operands: [x, axes], attribute, read }) => {
    if (axes!.constantId === undefined) return undefined;
    const rank = x!.shape.length;
    const reduced = new Set(read(axes!).map((axis) => (axis + rank) % rank));
    const keep = attribute('keep_dims') === true;
    const kept = x!.shape.flatMap((size, axis) => (reduced.has(axis) ? (keep ? [1] : []) : [size]));
    return [like(x!, kept)];
  }),
  ['Cast', ({ operands: [x], attribute }) => [{ shape: x!.shape, dtype: attribute('DstT') as number }]],
  ['BatchMatMulV2', product],
  [
    'Reshape',
    ({ operands: [x, shape], read }) => {
      if (shape!.constantId === undefined) return undefined;
      const sizes = read(shape!);
      return sizes.includes(-1) ? undefined : [like(x!, sizes)];
    },
  ],
  [
    'Transpose',
    ({ operands: [x, permutation], read }) =>
      permutation!.constantId === undefined
        ? undefined
        : [
            like(
              x!,
              read(permutation!).map((axis) => x!.shape[axis]!),
            ),
          ],
  ],
  [
    'OneHot',
    ({ operands: [ids, depth, on], attribute, read }) =>
      depth!.constantId === undefined || attribute('axis') !== -1
        ? undefined
        : [like(on!, [...ids!.shape, read(depth!)[0]!])],
  ],
  [
    'GatherV2',
    ({ operands: [x, ids, axis], attribute, read }) => {
      if (axis!.constantId === undefined || attribute('batch_dims') !== 0) return undefined;
      const at = read(axis!)[0]!;
      return at < 0
        ? undefined
        : [like(x!, [...x!.shape.slice(0, at), ...ids!.shape, ...x!.shape.slice(at + 1)])];
    },
  ],
  [
    'SplitV',
    ({ operands: [x, sizes, axis], read }) => {
      if (sizes!.constantId === undefined || axis!.constantId === undefined) return undefined;
      const at = (read(axis!)[0]! + x!.shape.length) % x!.shape.length;
      const parts = read(sizes!);
      return parts.includes(-1) ? undefined : parts.map((size) => like(x!, x!.shape.with(at, size)));
    },
  ],
  [
    'ConcatV2',
    ({ operands, read }) => {
      const axis = operands.at(-1)!;
      const parts = operands.slice(0, -1);
      const [first] = parts as [Operand];
      if (axis.constantId === undefined) return undefined;
      const at = (read(axis)[0]! + first.shape.length) % first.shape.length;
      const length = parts.reduce((sum, { shape }) => sum + shape[at]!, 0);
      return [like(first, first.shape.with(at, length))];
    },
  ],
  [
    'UnsortedSegmentSum',
    ({ operands: [x, ids, count], read }) =>
      count!.constantId === undefined
        ? undefined
        : [like(x!, [read(count!)[0]!, ...x!.shape.slice(ids!.shape.length)])],
  ],
]);

/**
 * What an operation returns, by its definition; undefined for operations and operands that have no rule here.
 * Recording a model of [rows, vocabulary] logits then takes none of their memory.
 */
export function knownResultSpecs(
  op: string,
  attributes: readonly RecordedAttribute[],
  operands: Operand[],
  read: ReadConstant,
): SymbolicSpec[] | undefined {
  const attribute = (name: string): unknown => attributes.find((one) => one.name === name)?.value;
  return RULES.get(op)?.({ operands, attribute, read });
}

function like({ dtype }: Operand, shape: number[]): SymbolicSpec {
  return { shape, dtype };
}

function broadcast(x: Operand, y: Operand, dtype: number): SymbolicSpec[] | undefined {
  const shape = broadcastShapes(x.shape, y.shape);
  return shape && [{ shape, dtype }];
}

/** Undefined where the shapes do not fit: TensorFlow then reports the error. */
function broadcastShapes(x: readonly number[], y: readonly number[]): number[] | undefined {
  const rank = Math.max(x.length, y.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const a = x[axis - rank + x.length] ?? 1;
    const b = y[axis - rank + y.length] ?? 1;
    if (a !== b && a !== 1 && b !== 1) return undefined;
    shape.push(a === 1 ? b : a);
  }
  return shape;
}

function product({ operands: [x, y], attribute }: Call): SymbolicSpec[] | undefined {
  const [rows, inner] = matrixOf(x!, attribute('adj_x') === true);
  const [otherInner, columns] = matrixOf(y!, attribute('adj_y') === true);
  const batch = broadcastShapes(x!.shape.slice(0, -2), y!.shape.slice(0, -2));
  return batch && inner === otherInner ? [like(x!, [...batch, rows, columns])] : undefined;
}

function matrixOf({ shape }: Operand, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}
