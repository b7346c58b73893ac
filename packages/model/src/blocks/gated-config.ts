import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { ModelSpec } from '../options/model.js';
import { type GatedDecoderConfig, gatedMlpWidth } from './gated-decoder.js';
import {
  huggingFaceRotary,
  rotaryFromHuggingFace,
  rotaryFromSpec,
  rotaryToHuggingFace,
} from './rotary-config.js';

/** The sizes of a gated decoder that an experiment asks for. */
export function gatedFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): GatedDecoderConfig {
  const headWidth = spec.width / spec.heads;
  return {
    ...sizes,
    layers: spec.layers,
    heads: spec.heads,
    keyValueHeads: spec.keyValueHeads ?? spec.heads,
    headWidth,
    width: spec.width,
    mlpWidth: spec.mlpWidth ?? gatedMlpWidth(spec.width),
    rotary: rotaryFromSpec(spec.rotary, headWidth),
    tied: spec.tied ?? false,
  };
}

const size = z.int().positive();

/** The fields of config.json that decide what a gated decoder computes; those with one allowed value are what it does. */
export const gatedDecoderFields = {
  vocab_size: size,
  max_position_embeddings: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  hidden_act: z.literal('silu').default('silu'),
  attention_bias: z.literal(false).default(false),
  tie_word_embeddings: z.boolean().default(false),
  ...huggingFaceRotary,
};

type GatedJson = z.output<z.ZodObject<typeof gatedDecoderFields>>;

/** The sizes of a gated decoder from its config.json. @throws LetheError when they do not fit together. */
export function gatedFromHuggingFace(json: GatedJson, where: string): GatedDecoderConfig {
  const heads = json.num_attention_heads;
  const keyValueHeads = json.num_key_value_heads ?? heads;
  const headWidth = json.head_dim ?? json.hidden_size / heads;
  const wrong = (what: string): LetheError => new LetheError({ what, where, next: 'mend config.json' });
  if (!Number.isInteger(headWidth)) throw wrong('hidden_size must be a multiple of num_attention_heads');
  if (heads % keyValueHeads !== 0)
    throw wrong('num_attention_heads must be a multiple of num_key_value_heads');
  try {
    return {
      vocabSize: json.vocab_size,
      contextLength: json.max_position_embeddings,
      layers: json.num_hidden_layers,
      heads,
      keyValueHeads,
      headWidth,
      width: json.hidden_size,
      mlpWidth: json.intermediate_size,
      rotary: rotaryFromHuggingFace(json, headWidth),
      tied: json.tie_word_embeddings,
    };
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

/** The fields of config.json that both families write. */
export function gatedToHuggingFace(config: GatedDecoderConfig): Record<string, unknown> {
  return {
    attention_bias: false,
    bos_token_id: null,
    dtype: 'float32',
    eos_token_id: null,
    head_dim: config.headWidth,
    hidden_act: 'silu',
    hidden_size: config.width,
    intermediate_size: config.mlpWidth,
    max_position_embeddings: config.contextLength,
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    num_key_value_heads: config.keyValueHeads,
    pad_token_id: null,
    ...rotaryToHuggingFace(config.rotary, config.headWidth),
    tie_word_embeddings: config.tied,
    vocab_size: config.vocabSize,
  };
}
