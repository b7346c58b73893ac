import { expect, test } from 'vitest';
import { modelConfigFromSpec } from './model-config.js';
import { isWorthCompiling } from './worth-compiling.js';

const toy = modelConfigFromSpec(
  { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 256 },
  { vocabSize: 322, contextLength: 3 },
);

test('work that takes a second or so without XLA is not worth its compiling', () => {
  // Fine-tuning on 16 questions for 100 steps, and pretraining on 1024 rows for 250.
  expect(isWorthCompiling(toy, 100 * 16 * 3, 3)).toBe(false);
  expect(isWorthCompiling(toy, 250 * 1024 * 3, 3)).toBe(true);
});

test('work is two operations per weight, pass and token, and pays from 2e11 on', () => {
  // One-hot embeddings are as wide as the vocabulary: W_KQ, and an MLP of 256 neurons.
  const perToken = 2 * (322 * 322 + 256 * (322 + 322));
  for (const passes of [1, 3]) {
    const least = Math.ceil(2e11 / (passes * perToken));
    expect(isWorthCompiling(toy, least, passes)).toBe(true);
    expect(isWorthCompiling(toy, least - 1, passes)).toBe(false);
  }
});
