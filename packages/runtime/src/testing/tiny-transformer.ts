import * as tf from '@tensorflow/tfjs';
import { mapValues, type Program, type StateEntry } from '../compile/program.js';
import { gelu } from '../ops/activations.js';
import { causalAttention } from '../ops/attention.js';
import { embed } from '../ops/embed.js';
import { tokenLogProbs } from '../ops/logits.js';
import { layerNorm } from '../ops/normalization.js';
import { pseudoRandom } from './reference.js';
import { floats } from './run-op.js';

const [batch, length, heads, width] = [3, 8, 2, 8];
/** Tokens of the vocabulary. */
export const vocabulary = 11;
const rows = batch * length;

const matrix = (seed: number, n: number, m: number) =>
  floats(
    [n, m],
    pseudoRandom(n * m, seed).map((value) => 0.3 * value),
  );
const vector = (n: number, value: number) => floats([n], new Float32Array(n).fill(value));

const parametersOf = (seed: number): Record<string, StateEntry> => ({
  table: matrix(seed + 1, vocabulary, width),
  positions: matrix(seed + 2, length, width),
  gain: vector(width, 1),
  bias: vector(width, 0),
  attentionIn: matrix(seed + 3, width, 3 * width),
  attentionOut: matrix(seed + 4, width, width),
  up: matrix(seed + 5, width, 4 * width),
  down: matrix(seed + 6, 4 * width, width),
});

/** A one-layer transformer with tied embeddings; mean loss in nats per token. */
function forward(p: Record<string, tf.Tensor>, tokens: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const places = tf.tile(p.positions!, [batch, 1]);
  let x: tf.Tensor = tf.add(embed(p.table!, tf.reshape(tokens, [rows])), places);
  const mixed = tf.matMul(layerNorm(x, p.gain!, p.bias!), p.attentionIn!);
  const [q, k, v] = tf
    .split(tf.reshape(mixed, [batch, length, 3, heads, width / heads]), 3, 2)
    .map((part) => tf.transpose(tf.reshape(part, [batch, length, heads, width / heads]), [0, 2, 1, 3]));
  const seen = tf.transpose(causalAttention(q!, k!, v!, { chunk: 3 }), [0, 2, 1, 3]);
  x = tf.add(x, tf.matMul(tf.reshape(seen, [rows, width]), p.attentionOut!));
  x = tf.add(x, tf.matMul(gelu(tf.matMul(layerNorm(x, p.gain!, p.bias!), p.up!)), p.down!));
  const logits = tf.matMul(x as tf.Tensor2D, p.table as tf.Tensor2D, false, true);
  return tf.neg(tf.mean(tokenLogProbs(logits, tf.reshape(targets, [rows])))) as tf.Scalar;
}

const names = Object.keys(parametersOf(0));
const tokenInput = { shape: [batch, length], dtype: 'int32', below: vocabulary } as const;

/** One step of AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101) with the state in the module. */
export const trainTiny: Program = {
  inputs: { tokens: tokenInput, targets: tokenInput, learningRate: { shape: [], dtype: 'float32' } },
  run(state, { tokens, targets, learningRate }) {
    const loss = (...values: tf.Tensor[]) =>
      forward(Object.fromEntries(names.map((name, i) => [name, values[i]!])), tokens!, targets!);
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]!));
    const step = tf.add(state.step!, 1);
    const correction = (beta: number) => tf.sub(1, tf.pow(beta, step));
    const updates: Record<string, tf.Tensor> = { step };
    names.forEach((name, i) => {
      const gradient = grads[i]!;
      const m = tf.add(tf.mul(state[`${name}.m`]!, 0.9), tf.mul(gradient, 0.1));
      const v = tf.add(tf.mul(state[`${name}.v`]!, 0.95), tf.mul(tf.square(gradient), 0.05));
      const direction = tf.div(
        tf.div(m, correction(0.9)),
        tf.add(tf.sqrt(tf.div(v, correction(0.95))), 1e-6),
      );
      const change = tf.mul(learningRate!, tf.add(direction, tf.mul(state[name]!, 0.1)));
      Object.assign(updates, { [name]: tf.sub(state[name]!, change), [`${name}.m`]: m, [`${name}.v`]: v });
    });
    return { state: updates, outputs: { loss: value } };
  },
};

/** Parameters, which differ with the seed, and the optimizer's state at the beginning. */
export function tinyState(seed = 0): Record<string, StateEntry> {
  const parameters = parametersOf(seed);
  const zero = mapValues(parameters, ({ shape, values }) =>
    floats([...shape], new Float32Array((values as Float32Array).length)),
  );
  const moments = (key: string) => Object.fromEntries(names.map((name) => [`${name}.${key}`, zero[name]!]));
  return { ...parameters, ...moments('m'), ...moments('v'), step: floats([], [0]) };
}

/** What the model is trained on in steps that repeat four batches. */
export function tinyBatches(steps: number, seed = 9): { tokens: Int32Array; targets: Int32Array }[] {
  const text = pseudoRandom(4 * (rows + 1), seed).map((value) => Math.floor(((value + 1) / 2) * vocabulary));
  return Array.from({ length: steps }, (_, step) => {
    const begin = (step % 4) * rows;
    return {
      tokens: Int32Array.from(text.slice(begin, begin + rows)),
      targets: Int32Array.from(text.slice(begin + 1, begin + rows + 1)),
    };
  });
}
