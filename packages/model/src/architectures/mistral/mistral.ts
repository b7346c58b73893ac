import * as z from 'zod';
import type { Architecture } from '../../blocks/architecture.js';
import {
  checkGated,
  type GatedDecoderConfig,
  gatedDecoderFields,
  gatedFromHuggingFace,
  gatedFromSpec,
  gatedToHuggingFace,
  headWidthKey,
  slidingWindowKey,
} from '../../blocks/gated-config.js';
import { gatedDecoder } from '../../blocks/gated-design.js';
import { parseModelConfig } from '../../blocks/parse-config.js';

/** A Mistral (arXiv 2310.06825): a Llama whose attention may see a sliding window alone. */
export interface MistralConfig extends GatedDecoderConfig {
  architecture: 'mistral';
  rmsNormEpsilon: number;
  /** Positions that attention sees, the current one included; null for all before it. */
  slidingWindow: number | null;
}

const decoder = gatedDecoder<MistralConfig>({
  rmsNorm: ({ rmsNormEpsilon }) => ({ epsilon: rmsNormEpsilon, offset: 0 }),
  layer: ({ slidingWindow, rotary }) => ({ window: slidingWindow, rotary }),
});
const keys = { ...decoder.keys, headWidth: headWidthKey, slidingWindow: slidingWindowKey };

const size = z.int().positive();

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('mistral'),
  num_key_value_heads: size.nullable().default(8),
  rms_norm_eps: z.number().positive().default(1e-6),
  sliding_window: size.nullable().default(4096),
  layer_types: z.null().optional(),
});

export const mistral = {
  ...decoder,
  name: 'mistral',
  modelType: 'mistral',
  keys,
  whereAbsent: { ...decoder.whereAbsent, headWidth: 'width / heads', slidingWindow: 'all' },
  presets: {
    'mistral-tiny': { layers: 2, heads: 4, keyValueHeads: 2, width: 64, slidingWindow: 32 },
    // Of the first version: later ones have no window.
    'mistral-7b': {
      layers: 32,
      heads: 32,
      keyValueHeads: 8,
      width: 4096,
      mlpWidth: 14_336,
      slidingWindow: 4096,
    },
  },
  check: (model, issue) => checkGated('mistral', model, issue),
  fromSpec: (model, sizes) => ({
    architecture: 'mistral',
    ...gatedFromSpec(model, sizes),
    rmsNormEpsilon: 1e-5,
    slidingWindow: model.slidingWindow ?? null,
  }),
  fromHuggingFace(json, where): MistralConfig {
    const parsed = parseModelConfig(huggingFaceConfig, json, where, 'a dense Mistral without biases');
    return {
      architecture: 'mistral',
      ...gatedFromHuggingFace(parsed, where),
      rmsNormEpsilon: parsed.rms_norm_eps,
      slidingWindow: parsed.sliding_window,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['MistralForCausalLM'],
    ...gatedToHuggingFace(config),
    model_type: 'mistral',
    rms_norm_eps: config.rmsNormEpsilon,
    sliding_window: config.slidingWindow,
  }),
} satisfies Architecture<MistralConfig, typeof keys>;
