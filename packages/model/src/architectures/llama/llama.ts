import * as z from 'zod';
import type { Architecture } from '../../blocks/architecture.js';
import {
  checkGated,
  type GatedDecoderConfig,
  gatedDecoderFields,
  gatedFromHuggingFace,
  gatedFromSpec,
  gatedToHuggingFace,
} from '../../blocks/gated-config.js';
import { gatedDecoder } from '../../blocks/gated-design.js';
import { parseModelConfig } from '../../blocks/parse-config.js';

/** A Llama (arXiv 2302.13971, 2407.21783): RMSNorm, grouped-query attention, rotary positions, SwiGLU. */
export interface LlamaConfig extends GatedDecoderConfig {
  architecture: 'llama';
  rmsNormEpsilon: number;
}

const decoder = gatedDecoder<LlamaConfig>({
  rmsNorm: ({ rmsNormEpsilon }) => ({ epsilon: rmsNormEpsilon, offset: 0 }),
});

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('llama'),
  rms_norm_eps: z.number().positive().default(1e-6),
  mlp_bias: z.literal(false).default(false),
});

export const llama = {
  ...decoder,
  name: 'llama',
  modelType: 'llama',
  presets: {
    'llama-tiny': { layers: 2, heads: 4, keyValueHeads: 2, width: 64 },
    'llama-3.2-1b': {
      layers: 16,
      heads: 32,
      keyValueHeads: 8,
      width: 2048,
      mlpWidth: 8192,
      tied: true,
      rotary: {
        theta: 500_000,
        scaling: { factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 8192 },
      },
    },
  },
  check: (model, issue) => checkGated('llama', model, issue),
  fromSpec: (model, sizes) => ({
    architecture: 'llama',
    ...gatedFromSpec(model, sizes),
    rmsNormEpsilon: 1e-5,
  }),
  fromHuggingFace(json, where): LlamaConfig {
    const parsed = parseModelConfig(huggingFaceConfig, json, where, 'a Llama without biases');
    return {
      architecture: 'llama',
      ...gatedFromHuggingFace(parsed, where),
      rmsNormEpsilon: parsed.rms_norm_eps,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    ...gatedToHuggingFace(config),
    mlp_bias: false,
    model_type: 'llama',
    rms_norm_eps: config.rmsNormEpsilon,
  }),
} satisfies Architecture<LlamaConfig, typeof decoder.keys>;
