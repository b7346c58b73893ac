import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { OptimizerSpec } from '../options/optimizer.js';
import { type Optimizer, zerosLike } from './optimizer.js';

const velocity = (name: string): string => `sgd/velocity/${name}`;

/**
 * Stochastic gradient descent with momentum, as torch.optim.SGD without dampening: v <- momentum v + g, p <- p - rate v
 * (Nesterov: p <- p - rate (g + momentum v)). Weight decay is added to the gradient of parameters of two or more
 * dimensions.
 */
export function createSgd(spec: Extract<OptimizerSpec, { type: 'sgd' }>): Optimizer {
  const { momentum, nesterov, weightDecay } = spec;
  return {
    state: (parameters) => (momentum === 0 ? {} : zerosLike(parameters, velocity)),

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
  };
}
