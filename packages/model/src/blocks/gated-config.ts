import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import type { CommonConfig, DataSizes, ReportIssue } from './architecture.js';
import { checkSizes } from './check-sizes.js';
import { notQuantized } from './parse-config.js';
import {
  checkRotary,
  huggingFaceRotary,
  type RotaryConfig,
  type RotaryKey,
  rotaryFromHuggingFace,
  rotaryFromSpec,
  rotaryKey,
  rotaryToHuggingFace,
} from './rotary-config.js';

/** Sizes of a gated decoder: grouped-query attention with rotary positions and an MLP with a gate, as in Llama. */
export interface GatedDecoderConfig extends CommonConfig {
  heads: number;
  keyValueHeads: number;
  /** Size of one head. */
  headWidth: number;
  /** Hidden size of the MLP. */
  mlpWidth: number;
  rotary: RotaryConfig;
  /** Whether the head is the embedding. */
  tied: boolean;
}

const size = z.int().positive();

/** The key `tied` of the model section. */
export const tiedKey = z.boolean().optional().describe('whether the head is the embedding');

/** Keys of the model section that every gated decoder has. */
export const gatedKeys = {
  keyValueHeads: size.optional().describe('heads of keys and values'),
  tied: tiedKey,
  rotary: rotaryKey,
};

/** The key `headWidth`, for architectures whose heads do not split the width. */
export const headWidthKey = size.optional().describe('size of one head');

/** The key `slidingWindow`, for architectures some of whose layers see only the positions just before. */
export const slidingWindowKey = size
  .optional()
  .describe('positions that attention sees, the current one included, in layers with a sliding window');

export const gatedWhereAbsent = {
  mlpWidth: '8/3 x width rounded up to a multiple of 32, since gated MLPs have three matrices',
  keyValueHeads: 'as many as heads',
  tied: 'false',
} as const;

interface GatedModel {
  layers?: number | undefined;
  heads?: number | undefined;
  width?: number | undefined;
  mlpWidth?: number | undefined;
  keyValueHeads?: number | undefined;
  headWidth?: number | undefined;
  tied?: boolean | undefined;
  rotary?: RotaryKey;
}

/** Rules for the keys of a gated decoder. @param name of the architecture */
export function checkGated(name: string, model: GatedModel, issue: ReportIssue): void {
  const { heads = 1, keyValueHeads = heads, rotary } = model;
  checkSizes(model, issue);
  if (heads % keyValueHeads !== 0) issue('keyValueHeads', 'heads must be a multiple of keyValueHeads');
  checkRotary(model, issue);
  if (rotary?.fraction !== undefined) issue('rotary', `${name} rotates whole heads; leave out fraction`);
}

/** The sizes of a gated decoder for an experiment. */
export function gatedFromSpec(
  model: GatedModel & Record<'layers' | 'heads' | 'width', number>,
  sizes: DataSizes,
): Omit<GatedDecoderConfig, 'architecture'> {
  const { layers, heads, width, headWidth = width / heads } = model;
  return {
    ...sizes,
    layers,
    heads,
    keyValueHeads: model.keyValueHeads ?? heads,
    headWidth,
    width,
    mlpWidth: model.mlpWidth ?? 32 * Math.ceil((8 * width) / 3 / 32),
    rotary: rotaryFromSpec(model.rotary, headWidth),
    tied: model.tied ?? false,
  };
}

/**
 * The fields of config.json that decide what a gated decoder computes; those with one allowed value are what it does.
 */
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
  layer_types: z.array(z.literal('full_attention')).nullish(),
  ...huggingFaceRotary,
  ...notQuantized,
};

type GatedJson = Omit<
  z.output<z.ZodObject<typeof gatedDecoderFields>>,
  'hidden_act' | 'attention_bias' | 'layer_types'
>;

/** The sizes of a gated decoder from its config.json. @throws LetheError when they do not fit together. */
export function gatedFromHuggingFace(
  json: GatedJson,
  where: string,
): Omit<GatedDecoderConfig, 'architecture'> {
  const heads = json.num_attention_heads;
  const keyValueHeads = json.num_key_value_heads ?? heads;
  const headWidth = json.head_dim ?? json.hidden_size / heads;
  const wrong = (what: string): LetheError => new LetheError({ what, where, next: 'fix config.json' });
  if (!Number.isInteger(headWidth)) throw wrong('hidden_size must be a multiple of num_attention_heads');
  if (heads % keyValueHeads !== 0)
    throw wrong('num_attention_heads must be a multiple of num_key_value_heads');
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
}

/**
 * The fields of config.json that all gated decoders write. @param activation the one that names the gate's activation
 */
export function gatedToHuggingFace(
  config: GatedDecoderConfig,
  activation: Record<string, string> = { hidden_act: 'silu' },
): Record<string, unknown> {
  return {
    bos_token_id: null,
    dtype: 'float32',
    eos_token_id: null,
    head_dim: config.headWidth,
    ...activation,
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
