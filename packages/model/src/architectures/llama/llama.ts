import * as z from 'zod';
import {
  gatedDecoderFields,
  gatedFromHuggingFace,
  gatedFromSpec,
  gatedToHuggingFace,
} from '../../blocks/gated-config.js';
import type { GatedDecoderConfig } from '../../blocks/gated-decoder.js';
import { parseConfig } from '../../blocks/parse-config.js';
import type { ModelSpec } from '../../options/model.js';

/** A Llama (arXiv 2302.13971, 2407.21783): RMSNorm, grouped-query attention, rotary positions, SwiGLU. */
export interface LlamaConfig extends GatedDecoderConfig {
  architecture: 'llama';
  rmsNormEpsilon: number;
}

/** The Llama that an experiment asks for. */
export function llamaFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): LlamaConfig {
  return { architecture: 'llama', ...gatedFromSpec(spec, sizes), rmsNormEpsilon: 1e-5 };
}

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('llama'),
  rms_norm_eps: z.number().positive().default(1e-6),
  mlp_bias: z.literal(false).default(false),
});

/** Reads config.json of a Llama. @throws LetheError naming the fields that are absent or not supported. */
export function llamaFromHuggingFace(json: unknown, where: string): LlamaConfig {
  const parsed = parseConfig(huggingFaceConfig, json, where, 'a Llama without biases');
  return {
    architecture: 'llama',
    ...gatedFromHuggingFace(parsed, where),
    rmsNormEpsilon: parsed.rms_norm_eps,
  };
}

/** The content of config.json, as transformers' LlamaForCausalLM reads it. */
export function llamaToHuggingFace(config: LlamaConfig): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    ...gatedToHuggingFace(config),
    mlp_bias: false,
    model_type: 'llama',
    rms_norm_eps: config.rmsNormEpsilon,
  };
}
