import * as z from 'zod';
import { type ArchitectureName, type ModelFields, modelFields } from './model-fields.js';
import { modelPresetNames, modelPresets } from './model-presets.js';

const fields = modelFields.extend({
  preset: z.enum(modelPresetNames).optional().describe('sizes of a named model; keys beside it win'),
});

const rotaryKeys = ['keyValueHeads', 'tied', 'rotary'] as const;
const oneLayerKeys = ['embeddings', 'attentionOnly'] as const;

/** Keys that only some architectures have, and which have them. */
const keysOf: Record<ArchitectureName, readonly (keyof ModelFields)[]> = {
  gpt2: [],
  llama: rotaryKeys,
  olmo: rotaryKeys,
  'gpt-neox': ['tied', 'rotary'],
  'one-layer': oneLayerKeys,
};

/** The model that is trained: a preset, or sizes. */
export const modelSpec = fields
  .transform(({ preset, ...own }) => {
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    const named: ModelFields = preset === undefined ? {} : modelPresets[preset];
    // A preset of another architecture would lend sizes that mean something else.
    const foreign =
      preset !== undefined && own.architecture !== undefined && own.architecture !== named.architecture;
    const merged: z.output<typeof modelFields> = modelFields.parse({ ...(foreign ? {} : named), ...given });
    return { ...merged, architecture: own.architecture ?? named.architecture ?? ('gpt2' as const), foreign };
  })
  .superRefine((model, context) => {
    const issue = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const { architecture, foreign } = model;
    if (foreign) issue('architecture', 'the preset is of another architecture; leave out one of them');
    for (const key of [...rotaryKeys, ...oneLayerKeys]) {
      if (model[key] !== undefined && !keysOf[architecture].includes(key)) {
        issue(key, `a model of architecture ${architecture} has no ${key}`);
      }
    }
    if (architecture === 'one-layer') return checkOneLayer(model, issue);
    for (const key of ['layers', 'heads', 'width'] as const) {
      if (!model[key]) issue(key, `expected ${key}, or a preset`);
    }
    const { width = 0, heads = 1, keyValueHeads = heads, rotary } = model;
    if (width % heads !== 0) issue('width', 'width must be a multiple of heads');
    if (heads % keyValueHeads !== 0) issue('keyValueHeads', 'heads must be a multiple of keyValueHeads');
    if (architecture !== 'gpt2' && (width / heads) % 2 !== 0) {
      issue('heads', 'rotary positions need heads of an even width');
    }
    if (rotary?.fraction !== undefined && architecture !== 'gpt-neox') {
      issue('rotary', `${architecture} rotates whole heads; leave out fraction`);
    }
  })
  .transform(({ foreign: _, ...model }) => ({
    ...model,
    layers: model.layers ?? 1,
    heads: model.heads ?? 1,
    width: model.width ?? 0,
  }));

function checkOneLayer(
  model: { layers?: unknown; heads?: unknown; width?: unknown } & {
    embeddings?: string | undefined;
    attentionOnly?: boolean | undefined;
    mlpWidth?: number | undefined;
  },
  issue: (key: string, message: string) => void,
): void {
  for (const key of ['layers', 'heads'] as const) {
    if (model[key] !== undefined && model[key] !== 1) issue(key, 'a one-layer model has one; leave it out');
  }
  const oneHot = (model.embeddings ?? 'one-hot') === 'one-hot';
  if (oneHot && model.width) issue('width', 'one-hot embeddings are as wide as the vocabulary; leave it out');
  if (!oneHot && !model.width) issue('width', 'expected the size of the embeddings');
  if (model.attentionOnly && model.mlpWidth !== undefined)
    issue('mlpWidth', 'the model has no MLP; leave it out');
  if (!model.attentionOnly && oneHot && model.mlpWidth === undefined) {
    issue('mlpWidth', 'expected the hidden size of the MLP');
  }
}

/** A model with its preset filled in; `width` is 0 where the vocabulary decides it. */
export type ModelSpec = z.output<typeof modelSpec>;
