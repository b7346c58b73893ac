import * as z from 'zod';

const positive = z.number().positive();
const rate = z.number().min(0).lt(1);

const fields = z.strictObject({
  type: z.enum(['adamw', 'sgd']).default('adamw'),
  learningRate: positive.describe('peak learning rate'),
  beta1: rate.optional().describe('adamw: decay of the mean gradient; 0.9 where absent'),
  beta2: rate.optional().describe('adamw: decay of the mean squared gradient; 0.95 where absent'),
  epsilon: positive.optional().describe('adamw: 1e-8 where absent'),
  momentum: rate.optional().describe('sgd: 0 where absent'),
  nesterov: z.boolean().optional().describe('sgd: look ahead by the momentum; false where absent'),
  weightDecay: z
    .number()
    .nonnegative()
    .optional()
    .describe(
      'on parameters of two or more dimensions only; decoupled and 0.1 where absent for adamw, added to the gradient and 0 where absent for sgd',
    ),
});

const keysOf = {
  adamw: ['beta1', 'beta2', 'epsilon'],
  sgd: ['momentum', 'nesterov'],
} as const;

/** How gradients become updates. */
export const optimizerSpec = fields
  .superRefine((optimizer, context) => {
    for (const type of ['adamw', 'sgd'] as const) {
      if (type === optimizer.type) continue;
      for (const key of keysOf[type]) {
        if (optimizer[key] === undefined) continue;
        context.addIssue({ code: 'custom', path: [key], message: `${optimizer.type} has no ${key}` });
      }
    }
    if (optimizer.nesterov && !optimizer.momentum) {
      context.addIssue({ code: 'custom', path: ['nesterov'], message: 'nesterov needs a momentum' });
    }
  })
  .transform(({ type, learningRate, ...given }) => {
    if (type === 'sgd') {
      const { momentum = 0, nesterov = false, weightDecay = 0 } = given;
      return { type, learningRate, momentum, nesterov, weightDecay };
    }
    const { beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weightDecay = 0.1 } = given;
    return { type, learningRate, beta1, beta2, epsilon, weightDecay };
  });

export type OptimizerSpec = z.output<typeof optimizerSpec>;
