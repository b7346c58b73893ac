import { describe, expect, it } from 'vitest';
import { modelSpec } from '../options/model.js';
import { initWeights } from './init-weights.js';
import { modelConfigFromSpec } from './model-config.js';

const config = modelConfigFromSpec(
  { architecture: 'gpt2', layers: 8, heads: 2, width: 32 },
  { vocabSize: 100, contextLength: 32 },
);

const standardDeviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe('initWeights', () => {
  it('draws weights with deviation 0.02, and smaller ones into the residual stream', () => {
    const weights = initWeights(config, 1);
    for (const [name, deviation] of [
      ['wte.weight', 0.02],
      ['wpe.weight', 0.02],
      ['h.3.attn.c_attn.weight', 0.02],
      ['h.3.mlp.c_fc.weight', 0.02],
      ['h.3.attn.c_proj.weight', 0.005],
      ['h.3.mlp.c_proj.weight', 0.005],
    ] as const) {
      expect(standardDeviation(weights[name]!.values) / deviation).toBeCloseTo(1, 1);
    }
    expect(new Set(weights['h.3.attn.c_attn.bias']!.values)).toEqual(new Set([0]));
    expect(new Set(weights['ln_f.weight']!.values)).toEqual(new Set([1]));
    expect(new Set(weights['ln_f.bias']!.values)).toEqual(new Set([0]));
  });

  it('depends on the seed and the name alone', () => {
    const weights = initWeights(config, 1);
    expect(initWeights(config, 1)).toEqual(weights);
    expect(initWeights(config, 2)['wte.weight']!.values).not.toEqual(weights['wte.weight']!.values);
    const [first, second] = ['h.0.mlp.c_fc.weight', 'h.1.mlp.c_fc.weight'].map((n) => weights[n]!.values);
    expect(first).not.toEqual(second);
    const shallow = initWeights({ ...config, layers: 2 }, 1);
    expect(shallow['h.1.mlp.c_fc.weight']!.values).toEqual(second);
  });

  it.each([
    ['llama-tiny', 1],
    ['qwen3-tiny', 1],
    ['gemma-2-tiny', 0],
    ['gemma-3-tiny', 0],
  ] as const)('begins with gains of 1, which Gemma stores as 0: %s', (preset, stored) => {
    const config = modelConfigFromSpec(modelSpec.parse({ preset }), { vocabSize: 9, contextLength: 8 });
    const gains = Object.entries(initWeights(config, 1)).filter(([name]) => name.includes('norm'));
    expect(gains.length).toBeGreaterThan(2 * config.layers);
    for (const [name, { values }] of gains) expect(new Set(values), name).toEqual(new Set([stored]));
  });
});
