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

/**
 * An OLMo (arXiv 2402.00838), the model of arXiv 2406.11813: layer norm without parameters, rotary positions, SwiGLU.
 */
export interface OlmoConfig extends GatedDecoderConfig {
  architecture: 'olmo';
  /** Queries, keys and values are clipped to [-clip, clip]; null for OLMo-1B, which does not clip. */
  clipQkv: number | null;
}

const decoder = gatedDecoder<OlmoConfig>({ clip: ({ clipQkv }) => clipQkv });

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('olmo'),
  clip_qkv: z.number().positive().nullish(),
});

export const olmo = {
  ...decoder,
  name: 'olmo',
  modelType: 'olmo',
  presets: {
    'olmo-tiny': { layers: 2, heads: 2, width: 64, tied: true },
    'olmo-1b': { layers: 16, heads: 16, width: 2048, mlpWidth: 8192, tied: true },
  },
  check: (model, issue) => checkGated('olmo', model, issue),
  fromSpec: (model, sizes) => ({ architecture: 'olmo', ...gatedFromSpec(model, sizes), clipQkv: null }),
  fromHuggingFace(json, where): OlmoConfig {
    const expected = 'an OLMo (the first generation) without biases';
    const parsed = parseModelConfig(huggingFaceConfig, json, where, expected);
    return {
      architecture: 'olmo',
      ...gatedFromHuggingFace(parsed, where),
      clipQkv: parsed.clip_qkv ?? null,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['OlmoForCausalLM'],
    attention_bias: false,
    ...gatedToHuggingFace(config),
    clip_qkv: config.clipQkv,
    model_type: 'olmo',
  }),
  floatFields: ['clip_qkv'],
} satisfies Architecture<OlmoConfig, typeof decoder.keys>;
