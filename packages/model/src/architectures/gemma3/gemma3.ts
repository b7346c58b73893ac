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
import {
  type RotaryConfig,
  rotaryFromHuggingFace,
  rotaryFromSpec,
  rotaryParameters,
  rotaryToHuggingFace,
} from '../../blocks/rotary-config.js';

/**
 * The language model of Gemma 3 (arXiv 2503.19786): local layers, which have their own rotary base, between global
 * ones.
 */
export interface Gemma3Config extends GemmaConfig {
  architecture: 'gemma3';
  /** One of every this many layers attends to all positions, rotated by `rotary`. */
  globalEvery: number;
  /** Rotary positions of local layers. */
  localRotary: RotaryConfig;
}

const decoder = gatedDecoder<Gemma3Config>({
  ...gemmaDesign,
  queryKeyNorm: true,
  layer: ({ globalEvery, slidingWindow, rotary, localRotary }, layer) =>
    isGlobal(layer, globalEvery) ? { window: null, rotary } : { window: slidingWindow, rotary: localRotary },
});
const size = z.int().positive();
const keys = {
  ...gemmaKeys,
  globalEvery: size.optional().describe('one of every this many layers attends to all positions'),
};

const huggingFaceConfig = z.object({
  ...gemmaFields,
  model_type: z.literal('gemma3_text'),
  final_logit_softcapping: z.null().default(null),
  attn_logit_softcapping: z.null().default(null),
  rope_parameters: z
    .strictObject({
      full_attention: rotaryParameters.nullish(),
      sliding_attention: rotaryParameters.nullish(),
    })
    .nullish(),
  rope_local_base_freq: z.number().positive().default(10_000),
  _sliding_window_pattern: size.nullish(),
  sliding_window_pattern: size.nullish(),
});

/** What the published models share. */
const published = {
  heads: 4,
  keyValueHeads: 1,
  headWidth: 256,
  slidingWindow: 512,
  rotary: { theta: 1_000_000 },
};

export const gemma3 = {
  ...decoder,
  name: 'gemma3',
  modelType: 'gemma3_text',
  keys,
  whereAbsent: { ...gemmaWhereAbsent, slidingWindow: '1024', globalEvery: '6' },
  meaning: { rotary: 'of global layers; the base of local ones is 10,000' },
  presets: {
    'gemma-3-tiny': { ...published, layers: 3, headWidth: 32, width: 64, slidingWindow: 32, globalEvery: 3 },
    'gemma-3-270m': { ...published, layers: 18, width: 640, mlpWidth: 2048 },
    'gemma-3-1b': { ...published, layers: 26, width: 1152, mlpWidth: 6912 },
  },
  check: (model, issue) => checkGated('gemma3', model, issue),
  fromSpec(model, sizes) {
    const common = gatedFromSpec({ ...model, tied: model.tied ?? true }, sizes);
    return {
      architecture: 'gemma3',
      ...common,
      rmsNormEpsilon: 1e-6,
      queryScalar: common.headWidth,
      slidingWindow: model.slidingWindow ?? 1024,
      globalEvery: model.globalEvery ?? 6,
      localRotary: rotaryFromSpec(undefined, common.headWidth),
    };
  },
  fromHuggingFace(json, where): Gemma3Config {
    const parsed = parseModelConfig(huggingFaceConfig, json, where, 'the language model of a Gemma 3');
    const { full_attention = null, sliding_attention = null } = parsed.rope_parameters ?? {};
    const rope_theta = parsed.rope_theta ?? 1_000_000;
    const rope_parameters = { ...full_attention, ...parsed.rope_scaling };
    const common = gatedFromHuggingFace(
      { ...parsed, rope_theta, rope_parameters, rope_scaling: null },
      where,
    );
    const pattern = parsed.sliding_window_pattern ?? parsed._sliding_window_pattern;
    const firstGlobal = parsed.layer_types?.indexOf('full_attention') ?? -1;
    const globalEvery = pattern ?? (firstGlobal === -1 ? 6 : firstGlobal + 1);
    checkLayerTypes(parsed.layer_types, common.layers, globalEvery, where);
    return {
      architecture: 'gemma3',
      ...common,
      ...gemmaFromHuggingFace(parsed),
      globalEvery,
      localRotary: rotaryFromHuggingFace(
        { rope_parameters: sliding_attention, rope_theta: parsed.rope_local_base_freq },
        common.headWidth,
      ),
    };
  },
  toHuggingFace(config) {
    const { rope_parameters, ...rotary } = rotaryToHuggingFace(config.rotary, config.headWidth);
    const local = rotaryToHuggingFace(config.localRotary, config.headWidth);
    return {
      architectures: ['Gemma3ForCausalLM'],
      ...gemmaToHuggingFace(config, config.globalEvery),
      model_type: 'gemma3_text',
      ...rotary,
      rope_local_base_freq: local.rope_theta,
      rope_parameters: { full_attention: rope_parameters, sliding_attention: local.rope_parameters },
      sliding_window_pattern: config.globalEvery,
    };
  },
} satisfies Architecture<Gemma3Config, typeof keys>;
