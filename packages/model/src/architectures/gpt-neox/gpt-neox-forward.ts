import { embed, gelu, geluErf, layerNorm, type RotaryAngles, rotaryAngles } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { attend } from '../../blocks/attend.js';
import type { ForwardPass, RowOptions } from '../../blocks/forward-pass.js';
import { linear } from '../../blocks/linear.js';
import { type Params, param } from '../../blocks/params.js';
import { rotaryFrequencies } from '../../blocks/rotary-config.js';
import type { GptNeoxConfig } from './gpt-neox.js';

// Shapes: B batch, T time, C width, M hidden width of the MLP.

export const forward: ForwardPass<GptNeoxConfig> = {
  hiddenStates(params, tokens, config, options) {
    const [batch, time] = tokens.shape;
    const angles = rotaryAngles(rotaryFrequencies(config.rotary), time);
    let x: Tensor2D = embed(param(params, 'gpt_neox.embed_in.weight'), tokens.as1D()); // [B*T, C]
    for (let layer = 0; layer < config.layers; layer++) {
      const block = `gpt_neox.layers.${layer}`;
      const before = norm(params, `${block}.input_layernorm`, x, config);
      const mixed = attention(params, `${block}.attention`, before, batch, { config, angles, options });
      const middle = config.parallelResidual ? x : x.add<Tensor2D>(mixed);
      const hidden = mlp(
        params,
        `${block}.mlp`,
        norm(params, `${block}.post_attention_layernorm`, middle, config),
        config,
      );
      x = config.parallelResidual ? x.add<Tensor2D>(mixed).add(hidden) : middle.add(hidden);
    }
    return norm(params, 'gpt_neox.final_layer_norm', x, config).as3D(batch, time, config.width);
  },
};

interface AttentionParts {
  config: GptNeoxConfig;
  angles: RotaryAngles;
  options: RowOptions;
}

/** [B*T, C] -> [B*T, C]. The fused matrix holds query, key and value of one head after another. */
function attention(
  params: Params,
  name: string,
  x: Tensor2D,
  batch: number,
  parts: AttentionParts,
): Tensor2D {
  const { heads, width } = parts.config;
  const rows = x.shape[0];
  const fused = linear(params, `${name}.query_key_value`, x).as4D(rows, heads, 3, width / heads);
  const [q, k, v] = tf.split(fused, 3, 2).map((part) => part.as2D(rows, width));
  const mixed = attend(q!, k!, v!, {
    batch,
    heads,
    keyValueHeads: heads,
    angles: parts.angles,
    documents: parts.options.documents,
  });
  return linear(params, `${name}.dense`, mixed);
}

/** [B*T, C] -> [B*T, C] */
function mlp(params: Params, name: string, x: Tensor2D, { activation }: GptNeoxConfig): Tensor2D {
  const hidden = linear(params, `${name}.dense_h_to_4h`, x); // [B*T, M]
  return linear(params, `${name}.dense_4h_to_h`, activation === 'gelu' ? geluErf(hidden) : gelu(hidden));
}

function norm(params: Params, name: string, x: Tensor2D, config: GptNeoxConfig): Tensor2D {
  const [gain, bias] = [param(params, `${name}.weight`), param(params, `${name}.bias`)];
  return layerNorm(x, gain, bias, config.layerNormEpsilon);
}
