import { causalAttention, embed } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { ForwardPass } from '../../blocks/forward-pass.js';
import { type Params, param } from '../../blocks/params.js';
import type { OneLayerConfig } from './one-layer.js';

// Shapes: B batch, T time, C width of the embeddings, M neurons, V vocabulary.

/**
 * With e the embeddings, position t computes
 *   z_t = sum_{i <= t} softmax_i(e_i^T W_KQ e_t) e_i
 *   logits_t = W_2 ReLU(W_1 z_t + b_1), or W z_t without the MLP.
 */
export const forward: ForwardPass<OneLayerConfig> = {
  hiddenStates(params, tokens, config, { documents }) {
    const [batch, time] = tokens.shape;
    const { width } = config;
    const ids = tokens.as1D();
    const matrix = param<Tensor2D>(params, 'attn.kq.weight');
    const e = embeddings(params, tokens, config); // [B*T, C]
    // Row t of q is (W_KQ e_t)^T: with one-hot embeddings a row of W_KQ^T, so it is looked up.
    const q =
      config.embeddings === 'one-hot' ? embed(tf.transpose(matrix), ids) : tf.matMul(e, matrix, false, true);
    const heads = [batch, 1, time, width] as const;
    return causalAttention(q.as4D(...heads), e.as4D(...heads), e.as4D(...heads), {
      scale: 1,
      ...(documents ? { documents } : {}),
    }).as3D(batch, time, width);
  },

  head(params, hidden, { mlpWidth }) {
    if (mlpWidth === 0) return tf.matMul(hidden, param<Tensor2D>(params, 'head.weight'), false, true);
    const before = tf.matMul(hidden, param<Tensor2D>(params, 'mlp.in.weight'), false, true);
    const neurons = tf.relu(before.add<Tensor2D>(param<Tensor1D>(params, 'mlp.in.bias'))); // [rows, M]
    return tf.matMul(neurons, param<Tensor2D>(params, 'mlp.out.weight'), false, true);
  },
};

/** tokens int32 [B, T] -> the embedding of each, float32 [B*T, C]. */
function embeddings(params: Params, tokens: Tensor2D, { embeddings, width }: OneLayerConfig): Tensor2D {
  const ids = tokens.as1D();
  return embeddings === 'one-hot'
    ? tf.oneHot(ids, width, 1, 0, 'float32').as2D(ids.shape[0], width)
    : embed(param(params, 'embed.weight'), ids);
}

/**
 * How much each position attends to each before it, float32 [B, T, T], rows summing to 1: whether attention filters
 * the informative tokens out of the noise (arXiv 2508.00901, section 6).
 */
export function attentionWeights(params: Params, tokens: Tensor2D, config: OneLayerConfig): tf.Tensor3D {
  const [batch, time] = tokens.shape;
  const { width } = config;
  const e = embeddings(params, tokens, config);
  const q = tf.matMul(e, param<Tensor2D>(params, 'attn.kq.weight'), false, true).as3D(batch, time, width);
  const scores = tf.matMul(q, e.as3D(batch, time, width), false, true);
  const position = tf.range(0, time, 1, 'int32');
  const later = tf.greater(position.as2D(1, time), position.as2D(time, 1)).cast('float32');
  return tf.softmax(scores.add(later.mul(-1e9).as3D(1, time, time))) as tf.Tensor3D;
}
