import type { Scalar, Tensor } from '@tensorflow/tfjs';
import * as z from 'zod';
import { defineOptimizer, slotEntry } from './optimizer.js';

const rate = z.number().min(0).lt(1);
const slots = ['adamw/m', 'adamw/v'] as const;
const firstMoment = (name: string): string => slotEntry(slots[0], name);
const secondMoment = (name: string): string => slotEntry(slots[1], name);

/**
 * AdamW (arXiv 1711.05101, algorithm 2, in PyTorch's order of operations) with bias correction: weight decay is
 * decoupled and acts on parameters of two or more dimensions, embeddings included, never on biases and gains.
 */
export const adamw = defineOptimizer({
  type: 'adamw',
  options: {
    beta1: rate.default(0.9).describe('decay of the mean gradient'),
    beta2: rate.default(0.95).describe('decay of the mean squared gradient'),
    epsilon: z.number().positive().default(1e-8).describe('added to the root of the mean squared gradient'),
    weightDecay: z
      .number()
      .nonnegative()
      .default(0.1)
      .describe('decoupled, on parameters of two or more dimensions only'),
  },
  create: ({ beta1, beta2, epsilon, weightDecay }, tf) => ({
    slots,

    scalars: (step, learningRate) => ({
      learningRate,
      biasCorrection1: 1 - beta1 ** (step + 1),
      biasCorrection2: 1 - beta2 ** (step + 1),
    }),

    update(state, gradients, scalars) {
      const { learningRate, biasCorrection1, biasCorrection2 } = scalars as Record<string, Scalar>;
      const stepSize = tf.div(learningRate!, biasCorrection1!);
      const scale = tf.rsqrt(biasCorrection2!);
      const keep = tf.sub(1, tf.mul(learningRate!, weightDecay));
      const next: Record<string, Tensor> = {};
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
    },
  }),
});
