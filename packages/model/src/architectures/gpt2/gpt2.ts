import * as z from 'zod';
import type { CommonConfig } from '../../blocks/architecture.js';
import { parseConfig } from '../../blocks/parse-config.js';
import type { ModelSpec } from '../../options/model.js';

/** A GPT-2 (Radford et al. 2019): learned positions, pre-normalisation, tanh GELU, head tied to the embedding. */
export interface Gpt2Config extends CommonConfig {
  architecture: 'gpt2';
  heads: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  layerNormEpsilon: number;
}

/** The GPT-2 that an experiment asks for; the MLP is four times as wide as the residual stream unless it says otherwise. */
export function gpt2FromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): Gpt2Config {
  return {
    architecture: 'gpt2',
    vocabSize: sizes.vocabSize,
    contextLength: sizes.contextLength,
    layers: spec.layers,
    heads: spec.heads,
    width: spec.width,
    mlpWidth: spec.mlpWidth ?? 4 * spec.width,
    layerNormEpsilon: 1e-5,
  };
}

const size = z.int().positive();

/** The fields of config.json that decide what the model computes; those with one allowed value are what gpt2.ts does. */
const huggingFaceConfig = z
  .object({
    model_type: z.literal('gpt2'),
    vocab_size: size,
    n_positions: size,
    n_embd: size,
    n_layer: size,
    n_head: size,
    n_inner: size.nullish(),
    activation_function: z.enum(['gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    tie_word_embeddings: z.literal(true).default(true),
    scale_attn_weights: z.literal(true).default(true),
    scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
    add_cross_attention: z.literal(false).default(false),
  })
  .refine((config) => config.n_embd % config.n_head === 0, {
    error: 'n_embd must be a multiple of n_head',
    path: ['n_head'],
  });

/** Reads config.json of a GPT-2. @throws LetheError naming the fields that are absent or not supported. */
export function gpt2FromHuggingFace(json: unknown, where: string): Gpt2Config {
  const kind = 'a GPT-2 with tanh GELU and a head tied to the embedding';
  const config = parseConfig(huggingFaceConfig, json, where, kind);
  return {
    architecture: 'gpt2',
    vocabSize: config.vocab_size,
    contextLength: config.n_positions,
    layers: config.n_layer,
    heads: config.n_head,
    width: config.n_embd,
    mlpWidth: config.n_inner ?? 4 * config.n_embd,
    layerNormEpsilon: config.layer_norm_epsilon,
  };
}

/** The content of config.json, as transformers' GPT2LMHeadModel reads it. There is no dropout. */
export function gpt2ToHuggingFace(config: Gpt2Config): Record<string, unknown> {
  return {
    activation_function: 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: 0,
    bos_token_id: null,
    dtype: 'float32',
    embd_pdrop: 0,
    eos_token_id: null,
    layer_norm_epsilon: config.layerNormEpsilon,
    model_type: 'gpt2',
    n_embd: config.width,
    n_head: config.heads,
    n_inner: config.mlpWidth,
    n_layer: config.layers,
    n_positions: config.contextLength,
    resid_pdrop: 0,
    tie_word_embeddings: true,
    vocab_size: config.vocabSize,
  };
}
