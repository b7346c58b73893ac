import { LetheError } from '@lethe/contracts';
import type { ModelConfig, OneLayerConfig, Weights } from '@lethe/model';

/** The matrices of a one-layer model (arXiv 2508.00901) in double precision; vectors are Float64Arrays. */
export interface OneLayerView {
  config: OneLayerConfig;
  /** e_v, [width]. */
  embedding(token: number): Float64Array;
  /** W x for a matrix of the model that is stored [out, in]. */
  apply(name: 'attn.kq.weight' | 'mlp.in.weight' | 'mlp.out.weight', x: Float64Array): Float64Array;
  /** W^T x. */
  applyTransposed(name: 'mlp.out.weight', x: Float64Array): Float64Array;
  /** b_1, [neurons]. */
  bias: Float64Array;
}

/**
 * Opens the weights of a one-layer model with an MLP, or of attention only where `mlp` is false.
 * @throws LetheError for another architecture, or for a model without the requested MLP
 */
export function viewOneLayer(config: ModelConfig, weights: Weights, mlp = true): OneLayerView {
  if (config.architecture !== 'one-layer' || (mlp && config.mlpWidth === 0)) {
    throw new LetheError({
      what: 'only a one-layer model can be measured like this',
      expected: `architecture one-layer${mlp ? ' with an MLP' : ''}`,
      found: config.architecture === 'one-layer' ? 'one-layer, attention only' : config.architecture,
    });
  }
  const { width } = config;
  return {
    config,
    embedding(token) {
      if (config.embeddings === 'one-hot') {
        const e = new Float64Array(width);
        e[token] = 1;
        return e;
      }
      return Float64Array.from(weights['embed.weight']!.values.subarray(token * width, (token + 1) * width));
    },
    apply(name, x) {
      const { values, shape } = weights[name]!;
      const [outs, ins] = shape as [number, number];
      return Float64Array.from({ length: outs }, (_, out) =>
        dot(values.subarray(out * ins, (out + 1) * ins), x),
      );
    },
    applyTransposed(name, x) {
      const { values, shape } = weights[name]!;
      const [outs, ins] = shape as [number, number];
      const product = new Float64Array(ins);
      for (let out = 0; out < outs; out++) {
        for (let i = 0; i < ins; i++) product[i] = product[i]! + values[out * ins + i]! * x[out]!;
      }
      return product;
    },
    bias: Float64Array.from(weights['mlp.in.bias']?.values ?? []),
  };
}

/** Sum of products. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Probabilities of logits. */
export function softmax(logits: Float64Array): Float64Array {
  const peak = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const raised = logits.map((value) => Math.exp(value - peak));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

/**
 * How much the last position of every row attends to chosen tokens, together: Float64Array [rows], 0 to 1. With subjects
 * and relations as the chosen ones, it says whether attention filters them out of the noise (arXiv 2508.00901).
 * @param rows token ids, each row of any length
 * @throws LetheError unless the model is a one-layer one
 */
export function attentionMass(
  config: ModelConfig,
  weights: Weights,
  rows: readonly (readonly number[])[],
  isChosen: (token: number) => boolean,
): Float64Array {
  const view = viewOneLayer(config, weights, false);
  return Float64Array.from(rows, (row) => {
    const attention = attendFromLast(view, row);
    return row.reduce((sum, token, i) => (isChosen(token) ? sum + attention[i]! : sum), 0);
  });
}

/** softmax_i(e_i^T W_KQ e_T) of the last position T: Float64Array [row]. */
export function attendFromLast(view: OneLayerView, row: readonly number[]): Float64Array {
  const query = view.apply('attn.kq.weight', view.embedding(row.at(-1)!));
  return softmax(Float64Array.from(row, (token) => dot(view.embedding(token), query)));
}

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
