import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../backends/open-backend.js';
import { maxDifference, pseudoRandom } from '../testing/reference.js';
import { floats, ints, nativeEngines } from '../testing/run-op.js';
import { compile } from './compile.js';
import type { Program } from './program.js';

const inputs = {
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

/** One output per operation; every family of attributes and every name of an output argument occurs. */
const program: Program = {
  inputs,
  run: (_, tensors) => {
    const { x, y, positive, ids, image, filter } = tensors as Record<string, tf.Tensor2D>;
    const unary = [
      ...[tf.abs, tf.ceil, tf.cos, tf.cosh, tf.elu, tf.erf, tf.exp, tf.expm1, tf.floor, tf.isFinite, tf.neg],
      ...[tf.relu, tf.relu6, tf.round, tf.selu, tf.sigmoid, tf.sign, tf.sin, tf.sinh, tf.softplus, tf.square],
      ...[
        tf.tan,
        tf.tanh,
        tf.zerosLike,
        tf.onesLike,
        tf.leakyRelu,
        tf.softmax,
        tf.logSoftmax,
        tf.atan,
        tf.asinh,
      ],
    ].map((f) => (f as (x: tf.Tensor) => tf.Tensor)(x!));
    const ofPositive = [tf.log, tf.log1p, tf.sqrt, tf.rsqrt, tf.reciprocal, tf.acosh].map((f) =>
      f(positive!.add(1)),
    );
    const binary = [
      ...[
        tf.add,
        tf.sub,
        tf.mul,
        tf.maximum,
        tf.minimum,
        tf.squaredDifference,
        tf.atan2,
        tf.greater,
        tf.less,
      ],
      ...[tf.greaterEqual, tf.lessEqual, tf.equal, tf.notEqual],
    ].map((f) => f(x!, y!));
    const logical = [tf.logicalAnd, tf.logicalOr].map((f) => f(tf.greater(x!, 0), tf.greater(y!, 0)));
    const reductions = [tf.sum, tf.mean, tf.max, tf.min, tf.prod].map((f) => f(x!, 1));
    const batch = tf.reshape(x!, [1, 3, 4]);
    const { values, indices } = tf.topk(x!, 2);
    const others: tf.Tensor[] = [
      tf.div(x!, positive!),
      tf.divNoNan(x!, y!),
      tf.pow(positive!, y!),
      tf.mod(x!, positive!),
      tf.floorDiv(ids!.add(7), tf.tensor1d([2, 3, 4], 'int32')),
      tf.logicalNot(tf.greater(x!, 0)),
      tf.any(tf.greater(x!, 0.5), 1),
      tf.all(tf.greater(x!, -0.5), 1),
      tf.argMax(x!, 1),
      tf.argMin(x!, 1),
      tf.matMul(x!, y!, false, true),
      tf.matMul(batch, tf.reshape(y!, [1, 3, 4]), true, false),
      tf.transpose(x!),
      tf.concat([x!, y!], 1),
      ...tf.split(x!, 2, 1),
      ...tf.split(x!, [1, 3], 1),
      ...tf.unstack(x!),
      tf.stack([x!, y!], 1),
      tf.slice(x!, [1, 1], [2, 2]),
      tf.stridedSlice(x!, [0, 0], [3, 4], [2, 2]),
      tf.pad(x!, [[1, 0], [0, 2]]), // biome-ignore format: one pair per dimension
      tf.mirrorPad(x!, [[1, 1], [0, 1]], 'reflect'), // biome-ignore format: one pair per dimension
      tf.tile(x!, [2, 1]),
      tf.reverse(x!, 1),
      tf.expandDims(x!, 1),
      tf.cumsum(x!, 1),
      tf.cumprod(x!, 0, true, true),
      tf.clipByValue(x!, -0.2, 0.3),
      tf.where(tf.greater(x!, 0), x!, y!),
      tf.oneHot(ids as never, 5),
      tf.gather(y!, ids as never, 1),
      tf.gather(y!, tf.tensor2d([0, 1, 2, 3, 0, 1], [3, 2], 'int32'), 1, 1),
      tf.gatherND(x!, tf.tensor2d([0, 1, 2, 3], [2, 2], 'int32')),
      tf.scatterND(tf.tensor2d([1, 3], [2, 1], 'int32'), tf.slice(x!, [0, 0], [2, 4]), [5, 4]),
      tf.tensorScatterUpdate(x!, tf.tensor2d([1], [1, 1], 'int32'), tf.slice(y!, [0, 0], [1, 4])),
      tf.unsortedSegmentSum(x!, tf.tensor1d([1, 0, 1], 'int32'), 2),
      tf.linalg.bandPart(x!, 1, 0),
      tf.cast(x!.mul(3), 'int32'),
      tf.addN([x!, y!, positive!]),
      tf.einsum('ij,kj->ik', x!, y!),
      tf.linspace(0, 1, 3),
      tf.range(0, 6, 2),
      tf.broadcastTo(tf.slice(x!, [0, 0], [1, 4]), [2, 4]),
      tf.conv2d(image as never, filter as never, 1, 'same'),
      tf.maxPool(image as never, 2, 2, 'valid'),
      tf.avgPool(image as never, 2, 2, 'valid'),
      tf.image.resizeBilinear(image as never, [3, 3]),
      values,
      indices,
    ];
    const all = [...unary, ...ofPositive, ...binary, ...logical, ...reductions, ...others];
    return {
      outputs: Object.fromEntries(
        all.map((tensor, i) => [`${i}`, tensor.dtype === 'bool' ? tf.cast(tensor, 'int32') : tensor]),
      ),
    };
  },
};

const [eager, ...replayed] = nativeEngines;

describe.each(replayed)('operations of TensorFlow.js, $name', ({ mode }) => {
  test('give what they give eagerly', async () => {
    const backend = await openBackend({ backend: 'tensorflow' });
    const values = Object.fromEntries(Object.entries(inputs).map(([key, entry]) => [key, entry.values]));
    const results = [];
    for (const way of [eager!.mode, mode]) {
      const module = await compile({ backend, state: {}, programs: { program }, mode: way });
      results.push(await module.run('program', values));
      await module.dispose();
    }
    const [expected, found] = results;
    expect(Object.keys(found!)).toEqual(Object.keys(expected!));
    const differing = Object.keys(expected!).filter(
      (key) => !(maxDifference(found![key]!, expected![key]!) < 2e-6),
    );
    expect(differing).toEqual([]);
  });
});
