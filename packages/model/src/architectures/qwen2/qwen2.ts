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

/** A Qwen2 or Qwen2.5 (arXiv 2407.10671): a Llama whose queries, keys and values have biases. */
export interface Qwen2Config extends GatedDecoderConfig {
  architecture: 'qwen2';
  rmsNormEpsilon: number;
}

const decoder = gatedDecoder<Qwen2Config>({
  rmsNorm: ({ rmsNormEpsilon }) => ({ epsilon: rmsNormEpsilon, offset: 0 }),
  queryKeyValueBias: true,
});

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('qwen2'),
  rms_norm_eps: z.number().positive().default(1e-6),
  use_sliding_window: z.literal(false).default(false),
});

/** What the published models share. */
const published = { keyValueHeads: 2, tied: true, rotary: { theta: 1_000_000 } };

export const qwen2 = {
  ...decoder,
  name: 'qwen2',
  modelType: 'qwen2',
  presets: {
    'qwen2-tiny': { layers: 2, heads: 4, keyValueHeads: 2, width: 64, tied: true },
    'qwen2-0.5b': { ...published, layers: 24, heads: 14, width: 896, mlpWidth: 4864 },
    'qwen2-1.5b': { ...published, layers: 28, heads: 12, width: 1536, mlpWidth: 8960 },
  },
  check: (model, issue) => checkGated('qwen2', model, issue),
  fromSpec: (model, sizes) => ({
    architecture: 'qwen2',
    ...gatedFromSpec(model, sizes),
    rmsNormEpsilon: 1e-6,
  }),
  fromHuggingFace(json, where): Qwen2Config {
    const expected = 'a dense Qwen2 without sliding windows';
    const parsed = parseModelConfig(huggingFaceConfig, json, where, expected);
    return {
      architecture: 'qwen2',
      ...gatedFromHuggingFace(parsed, where),
      rmsNormEpsilon: parsed.rms_norm_eps,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['Qwen2ForCausalLM'],
    ...gatedToHuggingFace(config),
    model_type: 'qwen2',
    rms_norm_eps: config.rmsNormEpsilon,
    use_sliding_window: false,
  }),
} satisfies Architecture<Qwen2Config, typeof decoder.keys>;
