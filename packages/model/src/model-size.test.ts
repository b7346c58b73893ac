import { describe, expect, it } from 'vitest';
import { modelConfigFromSpec } from './architectures.js';
import { forwardFlopsPerToken, parameterCount, trainFlopsPerToken } from './model-size.js';

const gpt2Small = modelConfigFromSpec(
  { architecture: 'gpt2', layers: 12, heads: 12, width: 768 },
  { vocabSize: 50257, contextLength: 1024 },
);

describe('the size of a model', () => {
  it('is 124,439,808 parameters for the published small GPT-2', () => {
    expect(parameterCount(gpt2Small)).toBe(124_439_808);
  });

  it('costs six operations per weight and training token, and 12 x layers x width x time for attention', () => {
    const matrices = 12 * 12 * 768 ** 2 + 768 * 50257;
    expect(trainFlopsPerToken(gpt2Small)).toBe(6 * matrices + 12 * 12 * 768 * 1024);
    expect(forwardFlopsPerToken(gpt2Small, 64)).toBe(2 * matrices + 4 * 12 * 768 * 64);
  });
});
