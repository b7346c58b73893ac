import { LetheError } from '@lethe/contracts';
import type { RecordedAttribute, Source, SymbolicSpec } from '../recording.js';
import type { Lifted, LiftedGraph } from './lifted-graph.js';

/** An operation of one run, at least one of whose operands every run has for itself. */
export interface LiftedCall {
  op: string;
  attributes: readonly RecordedAttribute[];
  operands: readonly Lifted[];
  /** What it returns in one run. */
  results: readonly SymbolicSpec[];
  graph: LiftedGraph;
}

/** The operation for all runs at once. @returns the node whose results have an axis of runs, as its first one */
type Rule = (call: LiftedCall) => Source;

/**
 * Adds an operation for all runs at once, whose results have an axis of runs before those of one run.
 * @returns the source of its first result; others are outputs of the same node
 * @throws LetheError for an operation without a rule
 */
export function liftOperation(call: LiftedCall): Source {
  const rule = RULES.get(call.op);
  if (rule) return rule(call);
  throw new LetheError({
    what: `the TensorFlow operation ${call.op} cannot be computed for several runs at once`,
    expected: [...RULES.keys()].sort().join(', '),
    found: call.op,
    next: 'run them one after the other',
  });
}

/** Operations of one operand, and those along its last axis: an axis before it changes nothing. */
const asItStands: Rule = ({ op, attributes, operands, graph }) =>
  graph.add(
    op,
    attributes,
    operands.map(({ source }) => source),
  );

/** Operations that broadcast: operands of fewer axes get more of them behind that of the runs. */
const broadcast: Rule = ({ op, attributes, operands, graph }) => {
  const rank = Math.max(...operands.map(({ spec }) => spec.shape.length));
  const aligned = operands.map((operand) => alignedTo(rank, operand, graph));
  // The old Select does not broadcast.
  return graph.add(op === 'Select' ? 'SelectV2' : op, attributes, aligned);
};

function alignedTo(rank: number, operand: Lifted, graph: LiftedGraph): Source {
  const { shape } = operand.spec;
  if (!operand.isLifted || shape.length === rank) return operand.source;
  return graph.reshaped(operand, [...new Array<number>(rank - shape.length).fill(1), ...shape]);
}

/** Operations whose operands must have one shape. */
const alike: Rule = ({ op, attributes, operands, graph }) =>
  graph.add(
    op,
    attributes,
    operands.map((operand) => graph.lifted(operand)),
  );

/** An axis of one run among those with that of the runs; from the end it is the same. */
const shifted = (axis: number): number => (axis < 0 ? axis : axis + 1);

/** Operations one of whose operands names axes. */
const alongAxes =
  (place: number): Rule =>
  ({ op, attributes, operands, graph }) => {
    const axes = operands[place]!;
    const moved = graph.integers(graph.read(axes).map(shifted), axes.spec.shape);
    return graph.add(op, attributes, sourcesWith(operands, place, moved));
  };

const sourcesWith = (operands: readonly Lifted[], place: number, source: Source): Source[] =>
  operands.map((operand, i) => (i === place ? source : operand.source));

/** Operations that name an axis by an attribute. */
const alongAttribute =
  (name: string): Rule =>
  ({ op, attributes, operands, graph }) =>
    graph.add(
      op,
      attributes.map((one) => (one.name === name ? { ...one, value: shifted(one.value as number) } : one)),
      operands.map((operand) => graph.lifted(operand)),
    );

/** Operations whose operands, all but the first, have a number for every axis: that of the runs gets one more. */
const perAxis =
  (...leading: ('zero' | 'one' | 'runs' | 'pair')[]): Rule =>
  ({ op, attributes, operands, graph }) => {
    const values = { zero: [0], one: [1], runs: [graph.runs], pair: [0, 0] };
    const sources = operands.map((operand, i) => {
      const first = leading[i - 1];
      if (first === undefined) return operand.source;
      const { shape } = operand.spec;
      return graph.integers([...values[first], ...graph.read(operand)], shape.with(0, shape[0]! + 1));
    });
    return graph.add(op, attributes, sources);
  };

const reshape: Rule = ({ operands: [x], results, graph }) => graph.reshaped(x!, results[0]!.shape);

const transpose: Rule = ({ op, attributes, operands: [x, permutation], graph }) =>
  graph.add(op, attributes, [
    x!.source,
    graph.integers([0, ...graph.read(permutation!).map((axis) => axis + 1)]),
  ]);

/** A product of two matrices is one of many: of every run's. */
const matrixProduct: Rule = ({ op, attributes, operands, graph }) => {
  const rank = Math.max(...operands.map(({ spec }) => spec.shape.length));
  const aligned = operands.map((operand) => alignedTo(rank, operand, graph));
  const names: Record<string, string> = { transpose_a: 'adj_x', transpose_b: 'adj_y' };
  const renamed = attributes.map((one) => ({ ...one, name: names[one.name] ?? one.name }));
  return graph.add('BatchMatMulV2', op === 'MatMul' ? renamed : attributes, aligned);
};

/** Rows of a table: of one table for all runs, at the same places of every run's table, or of every run's own. */
const gather: Rule = ({ op, attributes, operands: [table, ids, axis], graph }) => {
  const rank = table!.spec.shape.length;
  const at = (graph.read(axis!)[0]! + rank) % rank;
  const batched = attributes.find(({ name }) => name === 'batch_dims')?.value as number;
  const isOneTable = !table!.isLifted && at === 0;
  const isPaired = !isOneTable && (batched > 0 || ids!.isLifted);
  return graph.add(
    op,
    attributes.map((one) => (one.name === 'batch_dims' && isPaired ? { ...one, value: batched + 1 } : one)),
    [
      isOneTable ? table!.source : graph.lifted(table!),
      isPaired ? graph.lifted(ids!) : ids!.source,
      graph.integers([isOneTable ? 0 : at + 1], []),
    ],
  );
};

/** Sums of segments: every run's segments have numbers of their own, one run's behind the other's. */
const segmentSum: Rule = ({ op, attributes, operands: [values, ids, count], results, graph }) => {
  const { runs, attribute } = graph;
  const [segments] = graph.read(count!);
  const rank = ids!.spec.shape.length;
  const offsets = graph.integers(
    Array.from({ length: runs }, (_, run) => run * segments!),
    [runs, ...new Array<number>(rank).fill(1)],
  );
  const numbered = graph.add('AddV2', [attribute.type('T', ids!.spec.dtype)], [graph.lifted(ids!), offsets]);
  const sums = graph.add(op, attributes, [
    graph.lifted(values!),
    numbered,
    graph.integers([runs * segments!], []),
  ]);
  const [{ shape, dtype }] = results as [SymbolicSpec];
  return graph.reshape(sums, { dtype, shape: [runs, ...shape] });
};

/** Places along the last axis, the one that a compiled program has. */
const oneHot: Rule = (call) => {
  const { attributes, operands, graph } = call;
  const [ids, ...others] = operands;
  if (others.some(({ isLifted }) => isLifted)) throw differs(call.op);
  return graph.add(
    call.op,
    attributes.map((one) => (one.name === 'axis' ? { ...one, value: shifted(one.value as number) } : one)),
    operands.map((operand) => (operand === ids ? graph.lifted(operand) : operand.source)),
  );
};

/** A value that is repeated to a shape, or a tensor of one value that runs differ in. */
const repeat =
  (place: number): Rule =>
  ({ operands, results, graph }) => {
    const [{ shape, dtype }] = results as [SymbolicSpec];
    const repeated = { dtype, shape: [graph.runs, ...shape] };
    return graph.repeat(alignedTo(shape.length, operands[place]!, graph), repeated);
  };

/** Slices with strides: of every run what is cut from one. */
const stridedSlice: Rule = (call) => {
  const masks = /^(begin|end|ellipsis|new_axis|shrink_axis)_mask$/;
  const attributes = call.attributes.map((one) =>
    masks.test(one.name) ? { ...one, value: 2 * (one.value as number) } : one,
  );
  return perAxis('zero', 'runs', 'one')({ ...call, attributes });
};

function differs(op: string): LetheError {
  return new LetheError({
    what: `runs differ in an operand of ${op} that they must share to be computed at once`,
    next: 'run them one after the other',
  });
}

const named = (operations: string, rule: Rule): [string, Rule][] =>
  operations.split(/\s+/).map((operation) => [operation, rule]);

const RULES = new Map<string, Rule>([
  ...named(
    `Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil Cos Cosh DeepCopy Elu Erf Exp Expm1 Floor Identity IsFinite IsInf IsNan
    LeakyRelu Log Log1p LogicalNot LogSoftmax MatrixBandPart Neg OnesLike Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh
    Softmax Softplus Sqrt Square Tan Tanh TopKV2 ZerosLike`,
    asItStands,
  ),
  ...named(
    `Add AddV2 Atan2 ClipByValue Div DivNoNan Equal FloorDiv FloorMod Greater GreaterEqual Less LessEqual LogicalAnd
    LogicalOr Maximum Minimum Mul NotEqual Pow RealDiv Select SelectV2 SquaredDifference Sub`,
    broadcast,
  ),
  ...named('AddN EluGrad ReluGrad RsqrtGrad SigmoidGrad SqrtGrad TanhGrad', alike),
  ...named('All Any ArgMax ArgMin Cumprod Cumsum ExpandDims Max Mean Min Prod ReverseV2 Sum', alongAxes(1)),
  ...named('Split', alongAxes(0)),
  ...named('SplitV', alongAxes(2)),
  ...named('Pack Unpack', alongAttribute('axis')),
  ['ConcatV2', concatenate],
  ['Reshape', reshape],
  ['Transpose', transpose],
  ...named('BatchMatMul BatchMatMulV2 MatMul', matrixProduct),
  ['GatherV2', gather],
  ['UnsortedSegmentSum', segmentSum],
  ['OneHot', oneHot],
  ['Fill', repeat(1)],
  ['BroadcastTo', repeat(0)],
  ['StridedSlice', stridedSlice],
  ['Tile', perAxis('one')],
  ['Slice', perAxis('zero', 'runs')],
  ...named('PadV2 MirrorPad', perAxis('pair')),
]);

function concatenate({ op, attributes, operands, graph }: LiftedCall): Source {
  const parts = operands.slice(0, -1).map((operand) => graph.lifted(operand));
  const [axis] = graph.read(operands.at(-1)!);
  return graph.add(op, attributes, [...parts, graph.integers([shifted(axis!)], [])]);
}
