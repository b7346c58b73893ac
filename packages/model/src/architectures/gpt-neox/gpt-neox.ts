import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { CommonConfig } from '../../blocks/architecture.js';
import { parseConfig } from '../../blocks/parse-config.js';
import {
  huggingFaceRotary,
  type RotaryConfig,
  rotaryFromHuggingFace,
  rotaryFromSpec,
  rotaryToHuggingFace,
} from '../../blocks/rotary-config.js';
import type { ModelSpec } from '../../options/model.js';

/** Pythia rotates a quarter of each head. */
const ROTARY_FRACTION = 0.25;

/** A GPT-NeoX (arXiv 2204.06745), such as Pythia (arXiv 2304.01373): attention and MLP side by side, partial rotary. */
export interface GptNeoxConfig extends CommonConfig {
  architecture: 'gpt-neox';
  heads: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  rotary: RotaryConfig;
  /** Whether attention and MLP read the same residual stream; one after the other otherwise. */
  parallelResidual: boolean;
  layerNormEpsilon: number;
  /** `gelu` is the exact form, `gelu-tanh` its approximation. */
  activation: 'gelu' | 'gelu-tanh';
  /** Whether the head is the embedding. */
  tied: boolean;
}

/** The GPT-NeoX that an experiment asks for: Pythia's choices. */
export function gptNeoxFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): GptNeoxConfig {
  return {
    architecture: 'gpt-neox',
    ...sizes,
    layers: spec.layers,
    heads: spec.heads,
    width: spec.width,
    mlpWidth: spec.mlpWidth ?? 4 * spec.width,
    rotary: rotaryFromSpec(spec.rotary, spec.width / spec.heads, ROTARY_FRACTION),
    parallelResidual: true,
    layerNormEpsilon: 1e-5,
    activation: 'gelu',
    tied: spec.tied ?? false,
  };
}

const size = z.int().positive();

const huggingFaceConfig = z
  .object({
    model_type: z.literal('gpt_neox'),
    vocab_size: size,
    max_position_embeddings: size,
    hidden_size: size,
    intermediate_size: size,
    num_hidden_layers: size,
    num_attention_heads: size,
    hidden_act: z.enum(['gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh']).default('gelu'),
    attention_bias: z.literal(true).default(true),
    use_parallel_residual: z.boolean().default(true),
    layer_norm_eps: z.number().positive().default(1e-5),
    tie_word_embeddings: z.boolean().default(false),
    ...huggingFaceRotary,
  })
  .refine((config) => config.hidden_size % config.num_attention_heads === 0, {
    error: 'hidden_size must be a multiple of num_attention_heads',
    path: ['num_attention_heads'],
  });

/** Reads config.json of a GPT-NeoX. @throws LetheError naming the fields that are absent or not supported. */
export function gptNeoxFromHuggingFace(json: unknown, where: string): GptNeoxConfig {
  const config = parseConfig(huggingFaceConfig, json, where, 'a GPT-NeoX with biases and GELU');
  const headWidth = config.hidden_size / config.num_attention_heads;
  const rotary = rotaryFromHuggingFace(config, headWidth, ROTARY_FRACTION);
  if (rotary.scaling) {
    throw new LetheError({ what: 'this GPT-NeoX scales its rotary positions', where, found: 'rope scaling' });
  }
  return {
    architecture: 'gpt-neox',
    vocabSize: config.vocab_size,
    contextLength: config.max_position_embeddings,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    rotary,
    parallelResidual: config.use_parallel_residual,
    layerNormEpsilon: config.layer_norm_eps,
    activation: config.hidden_act === 'gelu' ? 'gelu' : 'gelu-tanh',
    tied: config.tie_word_embeddings,
  };
}

/** The content of config.json, as transformers' GPTNeoXForCausalLM reads it. There is no dropout. */
export function gptNeoxToHuggingFace(config: GptNeoxConfig): Record<string, unknown> {
  const headWidth = config.width / config.heads;
  return {
    architectures: ['GPTNeoXForCausalLM'],
    attention_bias: true,
    attention_dropout: 0,
    bos_token_id: null,
    dtype: 'float32',
    eos_token_id: null,
    hidden_act: config.activation === 'gelu' ? 'gelu' : 'gelu_new',
    hidden_dropout: 0,
    hidden_size: config.width,
    intermediate_size: config.mlpWidth,
    layer_norm_eps: config.layerNormEpsilon,
    max_position_embeddings: config.contextLength,
    model_type: 'gpt_neox',
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    ...rotaryToHuggingFace(config.rotary, headWidth),
    rotary_emb_base: config.rotary.theta,
    rotary_pct: config.rotary.width / headWidth,
    tie_word_embeddings: config.tied,
    use_parallel_residual: config.parallelResidual,
    vocab_size: config.vocabSize,
  };
}
