import { expect, it } from 'vitest';
import { optimizerSpec } from './optimizers.js';

const problems = (given: object): string[] =>
  optimizerSpec.safeParse(given).error!.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

it('fills in the defaults of the optimizer that is chosen, adamw unless one is named', () => {
  const learningRate = 0.1;
  expect(optimizerSpec.parse({ learningRate, beta2: 0.99 })).toEqual({
    ...{ type: 'adamw', learningRate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 },
  });
  expect(optimizerSpec.parse({ type: 'sgd', learningRate, momentum: 0.5 })).toEqual({
    ...{ type: 'sgd', learningRate, momentum: 0.5, nesterov: false, weightDecay: 0 },
  });
});

it('refuses options of another optimizer, and options that do not go together', () => {
  expect(problems({ type: 'sgd', learningRate: 1, beta1: 0.5 })).toEqual(['beta1: sgd has no beta1']);
  expect(problems({ learningRate: 1, momentum: 0 })).toEqual(['momentum: adamw has no momentum']);
  expect(problems({ type: 'sgd', learningRate: 1, nesterov: true })).toEqual([
    'nesterov: nesterov needs a momentum',
  ]);
  expect(problems({ learningRate: 1, beta1: 1 })).toHaveLength(1);
});

it('says of every option whose it is and what it defaults to', () => {
  const { shape } = optimizerSpec.in as unknown as { shape: Record<string, { description?: string }> };
  expect(shape.weightDecay!.description).toMatch(/^adamw: .*; 0\.1 by default\. sgd: .*; 0 by default$/);
});
