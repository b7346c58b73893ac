import type { ModelConfig, Weights } from '@lethe/model';
import { dot, type OneLayerView, softmax, viewOneLayer } from './one-layer-view.js';

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
