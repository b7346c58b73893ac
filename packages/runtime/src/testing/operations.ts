import * as tf from '@tensorflow/tfjs';
import { pseudoRandom } from './reference.js';
import { floats, ints } from './run-op.js';

/** What the operations are given. */
export const operationInputs = {
  x: floats([3, 4], pseudoRandom(12)),
  y: floats([3, 4], pseudoRandom(12, 2)),
  positive: floats(
    [3, 4],
    pseudoRandom(12, 3).map((value) => Math.abs(value) + 0.1),
  ),
  ids: ints([3], [2, 0, 3]),
  image: floats([1, 4, 4, 2], pseudoRandom(32, 4)),
  filter: floats([2, 2, 2, 3], pseudoRandom(24, 5)),
};

type Given = Record<keyof typeof operationInputs, tf.Tensor>;

const unary = {
  abs: tf.abs,
  ceil: tf.ceil,
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  isFinite: tf.isFinite,
  neg: tf.neg,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  square: tf.square,
  tan: tf.tan,
  tanh: tf.tanh,
  zerosLike: tf.zerosLike,
  onesLike: tf.onesLike,
  leakyRelu: tf.leakyRelu,
  softmax: tf.softmax,
  logSoftmax: tf.logSoftmax,
  atan: tf.atan,
  asinh: tf.asinh,
} as unknown as Record<string, (x: tf.Tensor) => tf.Tensor>;

const ofPositive = {
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  reciprocal: tf.reciprocal,
  acosh: tf.acosh,
};

const binary = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
  atan2: tf.atan2,
  greater: tf.greater,
  less: tf.less,
  greaterEqual: tf.greaterEqual,
  lessEqual: tf.lessEqual,
  equal: tf.equal,
  notEqual: tf.notEqual,
} as unknown as Record<string, (x: tf.Tensor, y: tf.Tensor) => tf.Tensor>;

const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };

const isPositive = (x: tf.Tensor): tf.Tensor => tf.greater(x, 0);

/** Operations by name, of every family of attributes and with every name of an output argument. */
export const operations: Record<string, (given: Given) => tf.Tensor | tf.Tensor[]> = {
  ...Object.fromEntries(Object.entries(unary).map(([name, f]) => [name, ({ x }: Given) => f(x)])),
  ...Object.fromEntries(
    Object.entries(ofPositive).map(([name, f]) => [name, ({ positive }: Given) => f(tf.add(positive, 1))]),
  ),
  ...Object.fromEntries(Object.entries(binary).map(([name, f]) => [name, ({ x, y }: Given) => f(x, y)])),
  ...Object.fromEntries(Object.entries(reductions).map(([name, f]) => [name, ({ x }: Given) => f(x, 1)])),
  logicalAnd: ({ x, y }) => tf.logicalAnd(isPositive(x), isPositive(y)),
  logicalOr: ({ x, y }) => tf.logicalOr(isPositive(x), isPositive(y)),
  div: ({ x, positive }) => tf.div(x, positive),
  divNoNan: ({ x, y }) => tf.divNoNan(x, y),
  pow: ({ y, positive }) => tf.pow(positive, y),
  mod: ({ x, positive }) => tf.mod(x, positive),
  floorDiv: ({ ids }) => tf.floorDiv(ids!.add(7), tf.tensor1d([2, 3, 4], 'int32')),
  logicalNot: ({ x }) => tf.logicalNot(tf.greater(x, 0)),
  any: ({ x }) => tf.any(tf.greater(x, 0.5), 1),
  all: ({ x }) => tf.all(tf.greater(x, -0.5), 1),
  argMax: ({ x }) => tf.argMax(x, 1),
  argMin: ({ x }) => tf.argMin(x, 1),
  matMul: ({ x, y }) => tf.matMul(x, y, false, true),
  matMul2: ({ x, y }) => tf.matMul(tf.reshape(x, [1, 3, 4]), tf.reshape(y, [1, 3, 4]), true, false),
  transpose: ({ x }) => tf.transpose(x),
  concat: ({ x, y }) => tf.concat([x, y], 1),
  split: ({ x }) => tf.split(x, 2, 1),
  split2: ({ x }) => tf.split(x, [1, 3], 1),
  unstack: ({ x }) => tf.unstack(x),
  stack: ({ x, y }) => tf.stack([x, y], 1),
  slice: ({ x }) => tf.slice(x, [1, 1], [2, 2]),
  stridedSlice: ({ x }) => tf.stridedSlice(x, [0, 0], [3, 4], [2, 2]),
  pad: ({ x }) => tf.pad(x, [[1, 0], [0, 2]]), // biome-ignore format: one pair per dimension
  mirrorPad: ({ x }) => tf.mirrorPad(x, [[1, 1], [0, 1]], 'reflect'), // biome-ignore format: one pair per dimension
  tile: ({ x }) => tf.tile(x, [2, 1]),
  reverse: ({ x }) => tf.reverse(x, 1),
  expandDims: ({ x }) => tf.expandDims(x, 1),
  cumsum: ({ x }) => tf.cumsum(x, 1),
  cumprod: ({ x }) => tf.cumprod(x, 0, true, true),
  clipByValue: ({ x }) => tf.clipByValue(x, -0.2, 0.3),
  where: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
  oneHot: ({ ids }) => tf.oneHot(ids as never, 5),
  gather: ({ y, ids }) => tf.gather(y, ids as never, 1),
  gather2: ({ y }) => tf.gather(y, tf.tensor2d([0, 1, 2, 3, 0, 1], [3, 2], 'int32'), 1, 1),
  gatherND: ({ x }) => tf.gatherND(x, tf.tensor2d([0, 1, 2, 3], [2, 2], 'int32')),
  scatterND: ({ x }) =>
    tf.scatterND(tf.tensor2d([1, 3], [2, 1], 'int32'), tf.slice(x, [0, 0], [2, 4]), [5, 4]),
  tensorScatterUpdate: ({ x, y }) =>
    tf.tensorScatterUpdate(x, tf.tensor2d([1], [1, 1], 'int32'), tf.slice(y, [0, 0], [1, 4])),
  unsortedSegmentSum: ({ x }) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], 'int32'), 2),
  bandPart: ({ x }) => tf.linalg.bandPart(x, 1, 0),
  cast: ({ x }) => tf.cast(tf.mul(x, 3), 'int32'),
  addN: ({ x, y, positive }) => tf.addN([x, y, positive]),
  einsum: ({ x, y }) => tf.einsum('ij,kj->ik', x, y),
  linspace: () => tf.linspace(0, 1, 3),
  range: () => tf.range(0, 6, 2),
  broadcastTo: ({ x }) => tf.broadcastTo(tf.slice(x, [0, 0], [1, 4]), [2, 4]),
  conv2d: ({ image, filter }) => tf.conv2d(image as never, filter as never, 1, 'same'),
  maxPool: ({ image }) => tf.maxPool(image as never, 2, 2, 'valid'),
  avgPool: ({ image }) => tf.avgPool(image as never, 2, 2, 'valid'),
  resizeBilinear: ({ image }) => tf.image.resizeBilinear(image as never, [3, 3]),
  topk: ({ x }) => Object.values(tf.topk(x, 2)),
};

/** Numbers that a program can return. */
export const asOutputs = (result: tf.Tensor | tf.Tensor[]): Record<string, tf.Tensor> =>
  Object.fromEntries(
    [result].flat().map((tensor, i) => [`${i}`, tensor.dtype === 'bool' ? tf.cast(tensor, 'int32') : tensor]),
  );
