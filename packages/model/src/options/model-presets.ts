import type { ModelFields } from './model-fields.js';

const gpt2 = (layers: number, heads: number, width: number): ModelFields => ({
  architecture: 'gpt2',
  layers,
  heads,
  width,
});
const pythia = (layers: number, heads: number, width: number): ModelFields => ({
  architecture: 'gpt-neox',
  layers,
  heads,
  width,
});

/**
 * Sizes of models: the published ones under their names, and small ones of the same kinds. Vocabulary and context
 * are the data's.
 */
export const modelPresets = {
  'gpt2-tiny': gpt2(2, 2, 64),
  'gpt2-mini': gpt2(4, 4, 128),
  'gpt2-small': gpt2(12, 12, 768),
  'gpt2-medium': gpt2(24, 16, 1024),
  'gpt2-large': gpt2(36, 20, 1280),
  'pythia-tiny': pythia(2, 2, 64),
  'pythia-14m': pythia(6, 4, 128),
  'pythia-31m': pythia(6, 8, 256),
  'pythia-70m': pythia(6, 8, 512),
  'pythia-160m': pythia(12, 12, 768),
  'pythia-410m': pythia(24, 16, 1024),
  'pythia-1b': pythia(16, 8, 2048),
  'llama-tiny': { architecture: 'llama', layers: 2, heads: 4, keyValueHeads: 2, width: 64 },
  'llama-3.2-1b': {
    architecture: 'llama',
    layers: 16,
    heads: 32,
    keyValueHeads: 8,
    width: 2048,
    mlpWidth: 8192,
    tied: true,
    rotary: {
      theta: 500_000,
      scaling: { factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalContextLength: 8192 },
    },
  },
  'olmo-tiny': { architecture: 'olmo', layers: 2, heads: 2, width: 64, tied: true },
  'olmo-1b': { architecture: 'olmo', layers: 16, heads: 16, width: 2048, mlpWidth: 8192, tied: true },
} as const satisfies Record<string, ModelFields>;

export type ModelPreset = keyof typeof modelPresets;

export const modelPresetNames = Object.keys(modelPresets) as ModelPreset[];
