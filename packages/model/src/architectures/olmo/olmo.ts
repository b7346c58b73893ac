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

/** An OLMo (arXiv 2402.00838), the model of arXiv 2406.11813: layer norm without parameters, rotary positions, SwiGLU. */
export interface OlmoConfig extends GatedDecoderConfig {
  architecture: 'olmo';
  /** Queries, keys and values are cut to [-clip, clip]; null for OLMo-1B, which has none. */
  clipQkv: number | null;
}

/** The OLMo that an experiment asks for. */
export function olmoFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): OlmoConfig {
  return { architecture: 'olmo', ...gatedFromSpec(spec, sizes), clipQkv: null };
}

const huggingFaceConfig = z.object({
  ...gatedDecoderFields,
  model_type: z.literal('olmo'),
  clip_qkv: z.number().positive().nullish(),
});

/** Reads config.json of an OLMo. @throws LetheError naming the fields that are absent or not supported. */
export function olmoFromHuggingFace(json: unknown, where: string): OlmoConfig {
  const parsed = parseConfig(huggingFaceConfig, json, where, 'an OLMo (the first generation) without biases');
  return {
    architecture: 'olmo',
    ...gatedFromHuggingFace(parsed, where),
    clipQkv: parsed.clip_qkv ?? null,
  };
}

/** The content of config.json, as transformers' OlmoForCausalLM reads it. */
export function olmoToHuggingFace(config: OlmoConfig): Record<string, unknown> {
  return {
    architectures: ['OlmoForCausalLM'],
    ...gatedToHuggingFace(config),
    clip_qkv: config.clipQkv,
    model_type: 'olmo',
  };
}
