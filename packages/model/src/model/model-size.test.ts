import { describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/registry.js';
import { modelSpec } from '../options/model.js';
import { sizeOf } from '../safetensors/weights.js';
import { modelConfigFromSpec } from './model-config.js';
import { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model-size.js';

const gpt2Small = modelConfigFromSpec(
  { architecture: 'gpt2', layers: 12, heads: 12, width: 768 },
  { vocabSize: 50257, contextLength: 1024 },
);

describe('the size of a model', () => {
  it('is 124,439,808 parameters for the published small GPT-2', () => {
    expect(parameterCount(gpt2Small)).toBe(124_439_808);
  });

  it.each([
    ['qwen2-0.5b', 151_936, 494_032_768],
    ['qwen3-0.6b', 151_936, 596_049_920],
    ['mistral-7b', 32_000, 7_241_732_096],
    ['gemma-2-2b', 256_000, 2_614_341_888],
    ['gemma-3-270m', 262_144, 268_098_176],
    ['gemma-3-1b', 262_144, 999_885_952],
  ] as const)('is that of the published %s', (preset, vocabSize, count) => {
    const config = modelConfigFromSpec(modelSpec.parse({ preset }), { vocabSize, contextLength: 8192 });
    expect(parameterCount(config)).toBe(count);
  });

  it('costs six operations per weight and training token, and 12 x layers x width x time for attention', () => {
    const matrices = 12 * 12 * 768 ** 2 + 768 * 50257;
    expect(trainFlopsPerToken(gpt2Small)).toBe(6 * matrices + 12 * 12 * 768 * 1024);
    expect(forwardFlopsPerToken(gpt2Small, 64)).toBe(2 * matrices + 4 * 12 * 768 * 64);
  });

  it.each([
    { architecture: 'gpt2', layers: 3, heads: 2, width: 8 },
    { architecture: 'llama', layers: 3, heads: 4, keyValueHeads: 2, width: 16, mlpWidth: 24 },
    { architecture: 'llama', layers: 1, heads: 2, width: 8, tied: true },
    { architecture: 'olmo', layers: 2, heads: 2, width: 8 },
    { architecture: 'gpt-neox', layers: 2, heads: 2, width: 8 },
    { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 0 },
    { architecture: 'one-layer', layers: 1, heads: 1, width: 16, mlpWidth: 5, embeddings: 'trained' },
  ] as const)('costs two operations per weight of every matrix that multiplies: %j', (fields) => {
    const config = modelConfigFromSpec(fields, { vocabSize: 31, contextLength: 7 });
    const matrices = architectureOf(config)
      .parameters(config)
      .filter(({ shape }) => shape.length === 2);
    const tables = matrices.filter(({ name }) => /wte|wpe|embed/.test(name));
    const heads = matrices.filter(({ name }) => /head|embed_out|mlp\.out/.test(name));
    const multiplying = matrices.filter((matrix) => !tables.includes(matrix) || heads.includes(matrix));
    // A tied head multiplies by the table of embeddings.
    const [table] = heads.length === 0 ? tables : [];
    const weights = [...multiplying, ...(table ? [table] : [])].reduce(
      (sum, { shape }) => sum + sizeOf(shape),
      0,
    );
    expect(forwardFlopsPerToken(config, 0)).toBe(2 * weights);
  });
});
