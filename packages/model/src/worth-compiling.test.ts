import { expect, test } from 'vitest';
import { modelConfigFromSpec } from './architectures.js';
import { isWorthCompiling } from './worth-compiling.js';

test('work that takes a second or so without XLA is not worth its compiling', () => {
  const sizes = { vocabSize: 322, contextLength: 3 };
  const toy = modelConfigFromSpec(
    { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 256 },
    sizes,
  );
  // Fine-tuning on 16 questions for 100 steps, and pretraining on 1024 rows for 250.
  expect(isWorthCompiling(toy, 100 * 16 * 3, 3)).toBe(false);
  expect(isWorthCompiling(toy, 250 * 1024 * 3, 3)).toBe(true);
});
