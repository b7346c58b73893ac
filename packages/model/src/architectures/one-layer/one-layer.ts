import * as z from 'zod';
import type { CommonConfig } from '../../blocks/architecture.js';
import { parseConfig } from '../../blocks/parse-config.js';
import type { ModelSpec } from '../../options/model.js';

/**
 * The one-layer transformer of arXiv 2508.00901: softmax self-attention with one merged query-key matrix and no value
 * matrix, then an MLP, or a linear map alone (the attention-only ablation). It knows no positions.
 */
export interface OneLayerConfig extends CommonConfig {
  architecture: 'one-layer';
  heads: 1;
  /**
   * `one-hot`: orthonormal embeddings as wide as the vocabulary (the theory's); `frozen`: Gaussian ones with variance
   * 1 / width that stay as they are; `trained`: the same, trained.
   */
  embeddings: 'one-hot' | 'frozen' | 'trained';
  /** Neurons of the MLP; 0 for attention only. */
  mlpWidth: number;
}

/** The one-layer model that an experiment asks for. */
export function oneLayerFromSpec(
  spec: ModelSpec,
  sizes: { vocabSize: number; contextLength: number },
): OneLayerConfig {
  const embeddings = spec.embeddings ?? 'one-hot';
  const width = embeddings === 'one-hot' ? sizes.vocabSize : spec.width;
  return {
    architecture: 'one-layer',
    ...sizes,
    layers: 1,
    heads: 1,
    width,
    embeddings,
    mlpWidth: spec.attentionOnly ? 0 : (spec.mlpWidth ?? 4 * width),
  };
}

const size = z.int().positive();

const fileConfig = z
  .object({
    model_type: z.literal('lethe_one_layer'),
    vocab_size: size,
    max_position_embeddings: size,
    hidden_size: size,
    embeddings: z.enum(['one-hot', 'frozen', 'trained']),
    intermediate_size: z.int().nonnegative(),
  })
  .refine((config) => config.embeddings !== 'one-hot' || config.hidden_size === config.vocab_size, {
    error: 'one-hot embeddings are as wide as the vocabulary',
    path: ['hidden_size'],
  });

/** Reads config.json of a one-layer model. @throws LetheError naming the fields that are absent or wrong. */
export function oneLayerFromHuggingFace(json: unknown, where: string): OneLayerConfig {
  const config = parseConfig(fileConfig, json, where, 'a one-layer model that Lethe wrote');
  return {
    architecture: 'one-layer',
    vocabSize: config.vocab_size,
    contextLength: config.max_position_embeddings,
    layers: 1,
    heads: 1,
    width: config.hidden_size,
    embeddings: config.embeddings,
    mlpWidth: config.intermediate_size,
  };
}

/** The content of config.json; transformers has no such model. */
export function oneLayerToHuggingFace(config: OneLayerConfig): Record<string, unknown> {
  return {
    embeddings: config.embeddings,
    hidden_size: config.width,
    intermediate_size: config.mlpWidth,
    max_position_embeddings: config.contextLength,
    model_type: 'lethe_one_layer',
    vocab_size: config.vocabSize,
  };
}
