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
} from '../../blocks/gated-config.js';
import { gatedDecoder } from '../../blocks/gated-design.js';
import { parseModelConfig } from '../../blocks/parse-config.js';

/** A dense Qwen3 (arXiv 2505.09388): a Llama that normalises the queries and keys of each head. */
export interface Qwen3Config extends GatedDecoderConfig {
  architecture: 'qwen3';
  rmsNormEpsilon: number;
}

const decoder = gatedDecoder<Qwen3Config>({
  rmsNorm: ({ rmsNormEpsilon }) => ({ epsilon: rmsNormEpsilon, offset: 0 }),
  queryKeyNorm: true,
});
const keys = { ...decoder.keys, headWidth: headWidthKey };

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('qwen3'),
  head_dim: z.int().positive().default(128),
  rms_norm_eps: z.number().positive().default(1e-6),
  use_sliding_window: z.literal(false).default(false),
});

/** What the published models share. */
const published = { heads: 16, keyValueHeads: 8, headWidth: 128, tied: true, rotary: { theta: 1_000_000 } };

export const qwen3 = {
  ...decoder,
  name: 'qwen3',
  modelType: 'qwen3',
  keys,
  whereAbsent: { ...decoder.whereAbsent, headWidth: 'width / heads' },
  presets: {
    'qwen3-tiny': { layers: 2, heads: 4, keyValueHeads: 2, headWidth: 32, width: 64, tied: true },
    'qwen3-0.6b': { ...published, layers: 28, width: 1024, mlpWidth: 3072 },
    'qwen3-1.7b': { ...published, layers: 28, width: 2048, mlpWidth: 6144 },
  },
  check: (model, issue) => checkGated('qwen3', model, issue),
  fromSpec: (model, sizes) => ({
    architecture: 'qwen3',
    ...gatedFromSpec(model, sizes),
    rmsNormEpsilon: 1e-6,
  }),
  fromHuggingFace(json, where): Qwen3Config {
    const expected = 'a dense Qwen3 without biases and sliding windows';
    const parsed = parseModelConfig(huggingFaceConfig, json, where, expected);
    return {
      architecture: 'qwen3',
      ...gatedFromHuggingFace(parsed, where),
      rmsNormEpsilon: parsed.rms_norm_eps,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['Qwen3ForCausalLM'],
    attention_bias: false,
    ...gatedToHuggingFace(config),
    model_type: 'qwen3',
    rms_norm_eps: config.rmsNormEpsilon,
    use_sliding_window: false,
  }),
} satisfies Architecture<Qwen3Config, typeof keys>;
