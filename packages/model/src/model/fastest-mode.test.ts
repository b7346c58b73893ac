import { expect, test } from 'vitest';
import { fastestMode, isWorthRecording, type Work } from './fastest-mode.js';
import { modelConfigFromSpec } from './model-config.js';

const toy = modelConfigFromSpec(
  { architecture: 'one-layer', layers: 1, heads: 1, width: 0, mlpWidth: 256 },
  { vocabSize: 322, contextLength: 3 },
);

const native = { binding: {} as never };
const isCompiled = (config: typeof toy, work: Work) => fastestMode(native, config, work) === 'compiled';

test('training for a moment is not worth compiling, but for a moment of probing not even recording is', () => {
  // Fine-tuning on 16 questions for 100 steps, and pretraining on 1024 rows for 1,000.
  expect(isCompiled(toy, { tokens: 3 * 100 * 16 * 3, programs: 1 })).toBe(false);
  expect(isCompiled(toy, { tokens: 3 * 1000 * 1024 * 3, programs: 1 })).toBe(true);
  expect(isWorthRecording(toy, { tokens: 100 * 16 * 3, programs: 1 })).toBe(false);
});

test('programs are graphs until compiling pays, and run one by one where there are no graphs', () => {
  expect(fastestMode(native, toy, { tokens: 1, programs: 1 })).toBe('graph');
  expect(fastestMode({}, toy, { tokens: 1e9, programs: 1 })).toBe('eager');
});

test('work is two operations per weight and token, and pays from so much for every program on', () => {
  // One-hot embeddings are as wide as the vocabulary: W_KQ, and an MLP of 256 neurons.
  const perToken = 2 * (322 * 322 + 256 * (322 + 322));
  for (const programs of [1, 7]) {
    for (const [isWorth, least] of [
      [isCompiled, 2e12],
      [isWorthRecording, 5e9],
    ] as const) {
      const tokens = Math.ceil((programs * least) / perToken);
      expect(isWorth(toy, { tokens, programs })).toBe(true);
      expect(isWorth(toy, { tokens: tokens - 1, programs })).toBe(false);
    }
  }
});
