import type { ModelConfig, Weights } from '@lethe/model';
import { dot, viewOneLayer } from './one-layer-view.js';

/**
 * What a token brings to the neurons, W_1^T e_v: with one-hot embeddings its row of W_1. Float64Array [neurons].
 * @throws LetheError unless the model is a one-layer one with an MLP
 */
export function tokenDirection(config: ModelConfig, weights: Weights, token: number): Float64Array {
  const view = viewOneLayer(config, weights);
  return view.apply('mlp.in.weight', view.embedding(token));
}

/** The mean direction of several tokens, such as all relation templates. Float64Array [neurons]. */
export function meanDirection(
  config: ModelConfig,
  weights: Weights,
  tokens: readonly number[],
): Float64Array {
  const view = viewOneLayer(config, weights);
  const sum = new Float64Array(view.config.width);
  for (const token of tokens)
    view.embedding(token).forEach((value, i) => {
      sum[i] = sum[i]! + value;
    });
  return view.apply(
    'mlp.in.weight',
    sum.map((value) => value / tokens.length),
  );
}

/** What training has added to a token's direction. Float64Array [neurons]. */
export function directionChange(
  config: ModelConfig,
  { before, after }: { before: Weights; after: Weights },
  token: number,
): Float64Array {
  const start = tokenDirection(config, before, token);
  return tokenDirection(config, after, token).map((value, i) => value - start[i]!);
}

/** Cosine of two vectors, -1 to 1; 0 where one of them is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}
