import { embed, gelu, layerNorm } from '@lethe/runtime';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { attend } from '../../blocks/attend.js';
import type { ForwardPass, RowOptions } from '../../blocks/forward-pass.js';
import { type Params, param } from '../../blocks/params.js';
import type { Gpt2Config } from './gpt2.js';

// Shapes: B batch, T time, C width, M hidden width of the MLP.
// Matrix products take B and T as one axis of rows: every backend is fastest on two-dimensional products.

export const forward: ForwardPass<Gpt2Config> = {
  hiddenStates(params, tokens, config, options) {
    const [batch, time] = tokens.shape;
    const rows = batch * time;
    const positions = param<Tensor2D>(params, 'wpe.weight').slice([0, 0], [time, config.width]); // [T, C]
    let x = embed(param(params, 'wte.weight'), tokens.as1D()) // [B*T, C]
      .as3D(batch, time, config.width)
      .add(positions)
      .as2D(rows, config.width);
    for (let layer = 0; layer < config.layers; layer++) {
      const before = norm(params, `h.${layer}.ln_1`, x, config);
      x = x.add(attention(params, `h.${layer}.attn`, before, { batch, heads: config.heads, ...options }));
      x = x.add(mlp(params, `h.${layer}.mlp`, norm(params, `h.${layer}.ln_2`, x, config)));
    }
    return norm(params, 'ln_f', x, config).as3D(batch, time, config.width);
  },
};

/** [B*T, C] -> [B*T, C] */
function attention(
  params: Params,
  name: string,
  x: Tensor2D,
  options: { batch: number; heads: number } & RowOptions,
): Tensor2D {
  const [q, k, v] = tf.split<Tensor2D>(linear(params, `${name}.c_attn`, x), 3, 1); // 3 of [B*T, C]
  const mixed = attend(q!, k!, v!, { ...options, keyValueHeads: options.heads });
  return linear(params, `${name}.c_proj`, mixed);
}

/** [B*T, C] -> [B*T, C] */
function mlp(params: Params, name: string, x: Tensor2D): Tensor2D {
  const hidden = gelu(linear(params, `${name}.c_fc`, x)); // [B*T, M]
  return linear(params, `${name}.c_proj`, hidden);
}

/** [rows, in] -> [rows, out] */
function linear(params: Params, name: string, x: Tensor2D): Tensor2D {
  return tf.matMul(x, param<Tensor2D>(params, `${name}.weight`)).add(param<Tensor1D>(params, `${name}.bias`));
}

function norm(params: Params, name: string, x: Tensor2D, config: Gpt2Config): Tensor2D {
  return layerNorm(
    x,
    param(params, `${name}.weight`),
    param(params, `${name}.bias`),
    config.layerNormEpsilon,
  );
}
