import { LetheError } from '@lethe/contracts';

/**
 * Names of the output arguments of the operations that tfjs-node's kernels and ours run, from TensorFlow's op registry.
 * A function's body addresses a value as `node:argument:index`, so the argument's name must be known.
 * Left out are operations whose result has a shape that depends on values (Where, Unique, NonMaxSuppression), that draw
 * random numbers (a replay would draw others than the eager run), and that work on strings, images or summaries.
 */
const OPERATIONS_BY_OUTPUT: Record<string, string> = {
  y: `Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil Cos Cosh DeepCopy Erf Exp Expm1 Floor IsFinite IsInf IsNan Log Log1p
    LogicalNot Neg OnesLike Reciprocal Round Rsqrt Sigmoid Sign Sin Sinh Sqrt Square Tan Tanh Transpose ZerosLike`,
  z: `Add AddV2 Atan2 Div DivNoNan Equal FloorDiv FloorMod Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum
    Minimum Mul NotEqual Pow RealDiv RsqrtGrad SigmoidGrad SqrtGrad SquaredDifference Sub TanhGrad`,
  output: `All Any ArgMax ArgMin AvgPool AvgPool3D AvgPool3DGrad AvgPoolGrad BatchMatMul BatchMatMulV2 BatchToSpaceND
    BroadcastTo ClipByValue ConcatV2 Conv2D Conv2DBackpropFilter Conv2DBackpropInput Conv3D Conv3DBackpropFilterV2
    Conv3DBackpropInputV2 DepthToSpace DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter
    DepthwiseConv2dNativeBackpropInput Diag Dilation2D Einsum ExpandDims Fill GatherNd GatherV2 Identity LRN LRNGrad L2Loss
    LinSpace Max MaxPool MaxPool3D MaxPool3DGrad MaxPoolGrad Mean Min MirrorPad OneHot Pack PadV2 Prod Range Reshape
    ResizeBilinearGrad ResizeNearestNeighborGrad ReverseV2 ScatterNd Select SelectV2 Slice SpaceToBatchND
    StatelessRandomNormal StatelessRandomUniform StridedSlice Sum TensorScatterAdd TensorScatterUpdate Tile
    UnsortedSegmentSum`,
  'output*': 'Split SplitV Unpack',
  sum: 'AddN',
  product: 'MatMul',
  out: 'Cumprod Cumsum',
  activations: 'Elu LeakyRelu Relu Relu6 Selu Softplus',
  backprops: 'EluGrad ReluGrad',
  band: 'MatrixBandPart',
  bins: 'Bincount',
  crops: 'CropAndResize',
  dense: 'SparseToDense',
  filter_backprop: 'Dilation2DBackpropFilter',
  in_backprop: 'Dilation2DBackpropInput',
  logsoftmax: 'LogSoftmax',
  'loss backprop': 'SoftmaxCrossEntropyWithLogits SparseSoftmaxCrossEntropyWithLogits',
  r0: 'BroadcastArgs',
  resized_images: 'ResizeBilinear ResizeNearestNeighbor',
  softmax: 'Softmax',
  'values indices': 'TopKV2',
  'y batch_mean batch_variance reserve_space_1 reserve_space_2': 'FusedBatchNorm',
};

const argumentsByOperation = new Map(
  Object.entries(OPERATIONS_BY_OUTPUT).flatMap(([outputs, operations]) =>
    operations.split(/\s+/).map((operation) => [operation, outputs.split(' ')] as const),
  ),
);

export function isRecordable(op: string): boolean {
  return argumentsByOperation.has(op);
}

/** The `argument:index` part of a reference to output number `output` of a node of type `op`. */
export function outputReference(op: string, output: number): string {
  const names = argumentsByOperation.get(op);
  if (names === undefined) throw notRecordable(op);
  const list = names.length === 1 && names[0]!.endsWith('*');
  return list ? `${names[0]!.slice(0, -1)}:${output}` : `${names[output]!}:0`;
}

export function notRecordable(op: string): LetheError {
  return new LetheError({
    what: `the TensorFlow operation ${op} cannot be part of a compiled program`,
    expected:
      'operations whose result shape is fixed and that neither draw random numbers nor touch strings or files',
    found: op,
    next: "compute it outside the program, or compile with mode 'eager'",
  });
}

/**
 * Type attributes that tfjs-node leaves out because eager TensorFlow infers them from an operand; a graph must state them.
 * Operation to attribute name and number of the operand.
 */
const INFERRED_TYPES: Record<string, readonly (readonly [attribute: string, operand: number])[]> = {
  ExpandDims: [['T', 0]],
};

/** The inferred type attributes of a node, given the data types of its operands. */
export function inferredTypes(op: string, operandTypes: readonly number[]): { name: string; type: number }[] {
  return (INFERRED_TYPES[op] ?? []).map(([name, operand]) => ({ name, type: operandTypes[operand]! }));
}
