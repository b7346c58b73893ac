import { createRandom } from '@lethe/contracts';
import { argMax, type Backend, type CompiledModule, compile, type Program } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { adamwRate, adamwUpdate, momentsOf } from './adamw-update.js';
import { standardiseBy } from './extract-states.js';

/** States with the class of each. */
export interface LabelledStates {
  /** Float32Array [n, width]. */
  states: Float32Array;
  /** Int32Array [n]; -1 for a class without training states, which no head gets right. */
  labels: Int32Array;
}

export interface LinearHeadOptions {
  backend: Backend;
  width: number;
  classes: number;
  train: LabelledStates;
  test: LabelledStates;
  /** Updates of AdamW; the learning rate falls linearly to 0. */
  steps: number;
  batchSize: number;
  learningRate: number;
  weightDecay: number;
  seed: number;
  onCall?: () => void;
}

export interface LinearHeadResult {
  /** Share of right classes, 0 to 1. */
  trainAccuracy: number;
  testAccuracy: number;
}

/**
 * Fits a linear head to frozen states, which are standardised by the mean and deviation of the training states (what
 * batch normalisation does in arXiv 2309.14316), and returns its accuracy.
 */
export async function fitLinearHead(options: LinearHeadOptions): Promise<LinearHeadResult> {
  const { backend, width, classes, steps, batchSize, learningRate, seed, onCall } = options;
  const standardise = standardiseBy(options.train.states, width);
  const train = { ...options.train, states: standardise(options.train.states) };
  const test = { ...options.test, states: standardise(options.test.states) };
  const zeros = (shape: number[]) => ({
    shape,
    dtype: 'float32' as const,
    values: () => new Float32Array(shape.reduce((product, extent) => product * extent, 1)),
  });
  const moments = { weight: [width, classes], bias: [classes] };
  const state = Object.fromEntries(
    Object.entries(moments).flatMap(([name, shape]) =>
      [name, ...momentsOf(name)].map((entry) => [entry, zeros(shape)] as const),
    ),
  );
  const programs = { fit: fitProgram(options), predict: predictProgram(options) };
  const module = await compile({ backend, state, programs });
  const random = createRandom(seed, 'probe/linear head');
  const count = train.labels.length;
  try {
    for (let step = 0; step < steps; step++) {
      onCall?.();
      const x = new Float32Array(batchSize * width);
      const y = new Int32Array(batchSize);
      for (let row = 0; row < batchSize; row++) {
        const chosen = random.int(count);
        x.set(train.states.subarray(chosen * width, (chosen + 1) * width), row * width);
        y[row] = train.labels[chosen]!;
      }
      const rate = adamwRate(learningRate * (1 - step / steps), step);
      await module.run('fit', { x, y, rate }, []);
    }
    return {
      trainAccuracy: await accuracy(module, train, options),
      testAccuracy: await accuracy(module, test, options),
    };
  } finally {
    await module.dispose();
  }
}

/** One step of AdamW on the cross-entropy, whose gradient is written out: x^T (softmax - one-hot) / n. */
function fitProgram({ batchSize, width, classes, weightDecay }: LinearHeadOptions): Program {
  return {
    inputs: {
      x: { shape: [batchSize, width], dtype: 'float32' },
      y: { shape: [batchSize], dtype: 'int32', below: classes },
      rate: { shape: [3], dtype: 'float32' },
    },
    run(state, { x, y, rate }) {
      const logits = tf.add(tf.matMul(x as Tensor2D, state.weight as Tensor2D), state.bias!);
      const target = tf.oneHot(y as Tensor1D, classes, 1, 0, 'float32');
      const error = tf.div<Tensor2D>(tf.sub(tf.softmax(logits as Tensor2D), target), batchSize);
      const gradients = { weight: tf.matMul(x as Tensor2D, error, true, false), bias: tf.sum(error, 0) };
      return { state: adamwUpdate(state, gradients, rate!, weightDecay), outputs: {} };
    },
  };
}

function predictProgram({ batchSize, width }: LinearHeadOptions): Program {
  return {
    inputs: { x: { shape: [batchSize, width], dtype: 'float32' } },
    run(state, { x }) {
      const logits = tf.add(tf.matMul(x as Tensor2D, state.weight as Tensor2D), state.bias!);
      return { outputs: { chosen: argMax(logits) } };
    },
  };
}

async function accuracy(
  module: CompiledModule,
  { states, labels }: LabelledStates,
  { batchSize, width }: LinearHeadOptions,
): Promise<number> {
  let right = 0;
  for (let begin = 0; begin < labels.length; begin += batchSize) {
    const x = new Float32Array(batchSize * width);
    x.set(states.subarray(begin * width, (begin + batchSize) * width));
    const { chosen } = await module.run('predict', { x });
    labels.subarray(begin, begin + batchSize).forEach((label, row) => {
      if (chosen![row] === label) right++;
    });
  }
  return labels.length === 0 ? Number.NaN : right / labels.length;
}
