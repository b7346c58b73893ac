import { DATA_TYPES, type RecordedAttribute } from './recording.js';
import type { Operand, SymbolicSpec } from './result-specs.js';

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

/** Undefined where the shapes do not fit: TensorFlow then says so itself. */
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
