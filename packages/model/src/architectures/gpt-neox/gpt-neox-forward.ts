import { embed, gelu, geluErf, layerNorm, type RotaryAngles, rotaryAngles } from '@lethe/runtime';
import type { Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Architecture, RowOptions } from '../../blocks/architecture.js';
import { attend } from '../../blocks/attend.js';
import { linear } from '../../blocks/linear.js';
import { type Params, param, tiedHead } from '../../blocks/params.js';
import { rotaryFrequencies } from '../../blocks/rotary-config.js';
import {
  type GptNeoxConfig,
  gptNeoxFromHuggingFace,
  gptNeoxFromSpec,
  gptNeoxToHuggingFace,
} from './gpt-neox.js';
import { gptNeoxLocalName, gptNeoxParameters } from './gpt-neox-parameters.js';

// Shapes: B batch, T time, C width, H heads, V vocabulary.

/** The GPT-NeoX architecture. */
export const gptNeox: Architecture<GptNeoxConfig> = {
  name: 'gpt-neox',
  modelType: 'gpt_neox',
  peftPrefix: '',
  parameters: gptNeoxParameters,
  localName: gptNeoxLocalName,
  fromSpec: gptNeoxFromSpec,
  fromHuggingFace: gptNeoxFromHuggingFace,
  toHuggingFace: gptNeoxToHuggingFace,

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

  head(params, hidden, { tied }) {
    const matrix = tied
      ? tiedHead(params, 'gpt_neox.embed_in.weight')
      : param<Tensor2D>(params, 'embed_out.weight');
    return tf.matMul(hidden, matrix, false, true);
  },

  matrixFlopsPerToken({ layers, width, mlpWidth, vocabSize }) {
    return 2 * (layers * (4 * width * width + 2 * width * mlpWidth) + width * vocabSize);
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
