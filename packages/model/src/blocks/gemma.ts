import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import {
  type GatedDecoderConfig,
  gatedDecoderFields,
  gatedKeys,
  gatedToHuggingFace,
  gatedWhereAbsent,
  headWidthKey,
  slidingWindowKey,
} from './gated-config.js';
import type { GatedDesign } from './gated-design.js';

/** What Gemma 2 and 3 share. */
export interface GemmaConfig extends GatedDecoderConfig {
  rmsNormEpsilon: number;
  /** The products of queries and keys are divided by its square root. */
  queryScalar: number;
  /** Positions that local layers see, the current one included. */
  slidingWindow: number;
}

export const gemmaDesign = {
  rmsNorm: ({ rmsNormEpsilon }) => ({ epsilon: rmsNormEpsilon, offset: 1 }),
  normAfter: true,
  activation: 'gelu-tanh',
  embeddingScale: ({ width }) => Math.sqrt(width),
  scoreScale: ({ queryScalar }) => 1 / Math.sqrt(queryScalar),
} as const satisfies GatedDesign<GemmaConfig>;

export const gemmaKeys = { ...gatedKeys, headWidth: headWidthKey, slidingWindow: slidingWindowKey };

export const gemmaWhereAbsent = { ...gatedWhereAbsent, tied: 'true', headWidth: 'width / heads' } as const;

const size = z.int().positive();
const activation = z.literal('gelu_pytorch_tanh');

/** The fields of config.json that Gemma 2 and 3 share. */
export const gemmaFields = {
  ...gatedDecoderFields,
  num_key_value_heads: size.default(4),
  head_dim: size.default(256),
  hidden_act: activation.nullish(),
  hidden_activation: activation.default('gelu_pytorch_tanh'),
  layer_types: z.array(z.enum(['sliding_attention', 'full_attention'])).nullish(),
  query_pre_attn_scalar: z.number().positive().default(256),
  rms_norm_eps: z.number().positive().default(1e-6),
  sliding_window: size.default(4096),
  tie_word_embeddings: z.boolean().default(true),
  use_bidirectional_attention: z.literal(false).nullish(),
};

type GemmaJson = Pick<
  z.output<z.ZodObject<typeof gemmaFields>>,
  'query_pre_attn_scalar' | 'rms_norm_eps' | 'sliding_window'
>;

/** The fields of a configuration that config.json gives besides the sizes. */
export const gemmaFromHuggingFace = (json: GemmaJson) => ({
  rmsNormEpsilon: json.rms_norm_eps,
  queryScalar: json.query_pre_attn_scalar,
  slidingWindow: json.sliding_window,
});

/** The fields of config.json that Gemma 2 and 3 share. @param globalEvery every such layer attends to all positions */
export function gemmaToHuggingFace(config: GemmaConfig, globalEvery: number): Record<string, unknown> {
  return {
    attention_bias: false,
    ...gatedToHuggingFace(config, { hidden_activation: 'gelu_pytorch_tanh' }),
    layer_types: layerTypes(config.layers, globalEvery),
    query_pre_attn_scalar: config.queryScalar,
    rms_norm_eps: config.rmsNormEpsilon,
    sliding_window: config.slidingWindow,
  };
}

/** Whether a layer attends to all positions, where every `globalEvery`-th does. */
export const isGlobal = (layer: number, globalEvery: number): boolean => (layer + 1) % globalEvery === 0;

const layerTypes = (layers: number, globalEvery: number): string[] =>
  Array.from({ length: layers }, (_, layer) =>
    isGlobal(layer, globalEvery) ? 'full_attention' : 'sliding_attention',
  );

/** @throws LetheError when the types of layers do not alternate this way */
export function checkLayerTypes(
  given: readonly string[] | null | undefined,
  layers: number,
  globalEvery: number,
  where: string,
): void {
  if (!given) return;
  const isExpected = (type: string, layer: number): boolean =>
    (type === 'full_attention') === isGlobal(layer, globalEvery);
  if (given.length === layers && given.every(isExpected)) return;
  throw new LetheError({
    what: 'the local and global layers of this model do not alternate regularly',
    where: `${where}, layer_types`,
    expected: `${layers} layers, one of ${globalEvery} of them full_attention`,
    found: given.slice(0, 48).join(', '),
    next: 'use a checkpoint of that kind',
  });
}
