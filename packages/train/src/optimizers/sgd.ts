import type { Tensor } from '@tensorflow/tfjs';
import * as z from 'zod';
import { defineOptimizer, slotEntry } from './optimizer.js';

const VELOCITY = 'sgd/velocity';
const velocity = (name: string): string => slotEntry(VELOCITY, name);

/**
 * Stochastic gradient descent with momentum, as torch.optim.SGD without dampening: v <- momentum v + g, p <- p - rate v
 * (Nesterov: p <- p - rate (g + momentum v)). Weight decay is added to the gradient of parameters of two or more
 * dimensions.
 */
export const sgd = defineOptimizer({
  type: 'sgd',
  options: {
    momentum: z.number().min(0).lt(1).default(0).describe('share of the velocity that is kept'),
    nesterov: z.boolean().default(false).describe('look ahead by the momentum'),
    weightDecay: z
      .number()
      .nonnegative()
      .default(0)
      .describe('added to the gradient, of parameters of two or more dimensions only'),
  },
  problem: ({ momentum, nesterov }) =>
    nesterov && momentum === 0 ? { path: 'nesterov', message: 'nesterov needs a momentum' } : undefined,
  create: ({ momentum, nesterov, weightDecay }, tf) => ({
    slots: momentum === 0 ? [] : [VELOCITY],

    scalars: (_step, learningRate) => ({ learningRate }),

    update(state, gradients, { learningRate }) {
      const next: Record<string, Tensor> = {};
      for (const [name, gradient] of Object.entries(gradients)) {
        const parameter = state[name]!;
        let direction =
          parameter.rank >= 2 && weightDecay > 0
            ? tf.add(gradient, tf.mul(parameter, weightDecay))
            : gradient;
        if (momentum > 0) {
          const moved = tf.add(tf.mul(state[velocity(name)]!, momentum), direction);
          next[velocity(name)] = moved;
          direction = nesterov ? tf.add(direction, tf.mul(moved, momentum)) : moved;
        }
        next[name] = tf.sub(parameter, tf.mul(learningRate!, direction));
      }
      return next;
    },
  }),
});
