import { expect, test } from 'vitest';
import { modelConfigFromSpec } from './model-config.js';
import { isWorthCompiling } from './worth-compiling.js';

const toy = modelConfigFromSpec(
  { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 256 },
  { vocabSize: 322, contextLength: 3 },
);

test('work that takes a second or so without XLA is not worth its compiling', () => {
  // Fine-tuning on 16 questions for 100 steps, and pretraining on 1024 rows for 250.
  expect(isWorthCompiling(toy, { tokens: 3 * 100 * 16 * 3, programs: 1 })).toBe(false);
  expect(isWorthCompiling(toy, { tokens: 3 * 250 * 1024 * 3, programs: 1 })).toBe(true);
});

test('work is two operations per weight and token, and pays from 2e11 for every program on', () => {
  // One-hot embeddings are as wide as the vocabulary: W_KQ, and an MLP of 256 neurons.
  const perToken = 2 * (322 * 322 + 256 * (322 + 322));
  for (const programs of [1, 7]) {
    const tokens = Math.ceil((programs * 2e11) / perToken);
    expect(isWorthCompiling(toy, { tokens, programs })).toBe(true);
    expect(isWorthCompiling(toy, { tokens: tokens - 1, programs })).toBe(false);
  }
});
