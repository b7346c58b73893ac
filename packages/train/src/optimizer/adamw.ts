import type { TrainSpec } from '@lethe/contracts';
import type { Weights } from '@lethe/model';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

type Tensors = Record<string, Tensor>;

const firstMoment = (name: string): string => `adamw/m/${name}`;
const secondMoment = (name: string): string => `adamw/v/${name}`;

/** Moments of zero for every parameter, under names of their own beside the parameters'. */
export function adamwState(weights: Weights): Weights {
  const state: Weights = {};
  for (const [name, { shape, values }] of Object.entries(weights)) {
    state[firstMoment(name)] = { dtype: 'float32', shape, values: new Float32Array(values.length) };
    state[secondMoment(name)] = { dtype: 'float32', shape, values: new Float32Array(values.length) };
  }
  return state;
}

/** Scalars of one update; inputs of the compiled step, since they change from step to step. */
export interface AdamwScalars {
  learningRate: Scalar;
  /** 1 - beta1^t, where t counts updates from 1. */
  biasCorrection1: Scalar;
  /** 1 - beta2^t */
  biasCorrection2: Scalar;
}

/** The bias corrections of training step `step`, in double precision: 1 - beta2 would lose digits in float32. */
export function biasCorrections(optimizer: TrainSpec['optimizer'], step: number): [number, number] {
  return [1 - optimizer.beta1 ** (step + 1), 1 - optimizer.beta2 ** (step + 1)];
}

/**
 * One AdamW update (arXiv 1711.05101, algorithm 2, in PyTorch's order of operations): weight decay is decoupled
 * and acts on parameters of two or more dimensions, embeddings included, never on biases and gains.
 * @returns the new value of every parameter and both its moments
 */
export function adamwUpdate(
  state: Tensors,
  gradients: Tensors,
  optimizer: TrainSpec['optimizer'],
  { learningRate, biasCorrection1, biasCorrection2 }: AdamwScalars,
): Tensors {
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
  const stepSize = tf.div(learningRate, biasCorrection1);
  const scale = tf.rsqrt(biasCorrection2);
  const keep = tf.sub(1, tf.mul(learningRate, weightDecay));
  const next: Tensors = {};
  for (const [name, gradient] of Object.entries(gradients)) {
    const m = tf.add(tf.mul(state[firstMoment(name)]!, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(state[secondMoment(name)]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const denominator = tf.add(tf.mul(tf.sqrt(v), scale), epsilon);
    const parameter = state[name]!;
    const decayed = parameter.rank >= 2 && weightDecay > 0 ? tf.mul(parameter, keep) : parameter;
    next[name] = tf.sub(decayed, tf.mul(stepSize, tf.div(m, denominator)));
    next[firstMoment(name)] = m;
    next[secondMoment(name)] = v;
  }
  return next;
}
