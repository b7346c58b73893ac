import * as z from 'zod';
import type { Architecture } from '../../blocks/architecture.js';
import { checkGated, gatedFromHuggingFace, gatedFromSpec } from '../../blocks/gated-config.js';
import { gatedDecoder } from '../../blocks/gated-design.js';
import {
  checkLayerTypes,
  type GemmaConfig,
  gemmaDesign,
  gemmaFields,
  gemmaFromHuggingFace,
  gemmaKeys,
  gemmaToHuggingFace,
  gemmaWhereAbsent,
  isGlobal,
} from '../../blocks/gemma.js';
import { parseModelConfig } from '../../blocks/parse-config.js';

/** A Gemma 2 (arXiv 2408.00118): every other layer is local; scores and logits are capped. */
export interface Gemma2Config extends GemmaConfig {
  architecture: 'gemma2';
  /** Bounds c by which scores of attention and logits x become c tanh(x / c); null for none. */
  scoreCap: number | null;
  logitCap: number | null;
}

const GLOBAL_EVERY = 2;

const decoder = gatedDecoder<Gemma2Config>({
  ...gemmaDesign,
  scoreCap: ({ scoreCap }) => scoreCap,
  logitCap: ({ logitCap }) => logitCap,
  layer: ({ slidingWindow, rotary }, layer) => ({
    window: isGlobal(layer, GLOBAL_EVERY) ? null : slidingWindow,
    rotary,
  }),
});

const cap = z.number().positive().nullable();

const huggingFaceConfig = z.object({
  ...gemmaFields,
  model_type: z.literal('gemma2'),
  attn_logit_softcapping: cap.default(50),
  final_logit_softcapping: cap.default(30),
});

export const gemma2 = {
  ...decoder,
  name: 'gemma2',
  modelType: 'gemma2',
  keys: gemmaKeys,
  whereAbsent: { ...gemmaWhereAbsent, slidingWindow: '4096' },
  presets: {
    'gemma-2-tiny': { layers: 2, heads: 4, keyValueHeads: 2, headWidth: 32, width: 64, slidingWindow: 32 },
    'gemma-2-2b': { layers: 26, heads: 8, keyValueHeads: 4, headWidth: 256, width: 2304, mlpWidth: 9216 },
  },
  check: (model, issue) => checkGated('gemma2', model, issue),
  fromSpec(model, sizes) {
    const common = gatedFromSpec({ ...model, tied: model.tied ?? true }, sizes);
    return {
      architecture: 'gemma2',
      ...common,
      rmsNormEpsilon: 1e-6,
      queryScalar: common.headWidth,
      slidingWindow: model.slidingWindow ?? 4096,
      scoreCap: 50,
      logitCap: 30,
    };
  },
  fromHuggingFace(json, where): Gemma2Config {
    const parsed = parseModelConfig(huggingFaceConfig, json, where, 'a Gemma 2');
    const common = gatedFromHuggingFace(parsed, where);
    checkLayerTypes(parsed.layer_types, common.layers, GLOBAL_EVERY, where);
    return {
      architecture: 'gemma2',
      ...common,
      ...gemmaFromHuggingFace(parsed),
      scoreCap: parsed.attn_logit_softcapping,
      logitCap: parsed.final_logit_softcapping,
    };
  },
  toHuggingFace: (config) => ({
    architectures: ['Gemma2ForCausalLM'],
    ...gemmaToHuggingFace(config, GLOBAL_EVERY),
    attn_logit_softcapping: config.scoreCap,
    final_logit_softcapping: config.logitCap,
    model_type: 'gemma2',
  }),
  floatFields: ['attn_logit_softcapping', 'final_logit_softcapping'],
} satisfies Architecture<Gemma2Config, typeof gemmaKeys>;
