import { byteTokens, createByteBpeTokenizer, trainByteBpe } from '@lethe/tokenizers';
import { expect, test } from 'vitest';
import { createProbe } from '../../corpus/facts/fact-set.js';
import { tokenizeProbes } from './tokenize-probes.js';

test('the space between prompt and target belongs to the target', () => {
  const tokenizer = createByteBpeTokenizer(byteTokens());
  const [probe] = tokenizeProbes([createProbe('f', 'semantic', 2, 'It is in', 'Orvane.')], tokenizer);
  expect(tokenizer.decode(probe!.prompt_tokens)).toBe('It is in');
  expect(tokenizer.decode(probe!.target_tokens)).toBe(' Orvane.');
  expect(probe).toMatchObject({
    probe_id: 'f/semantic-2',
    fact_id: 'f',
    answers: ['Orvane.', 'Orvane'],
    token_boundary: true,
    split: 'test',
  });
});

test('a probe whose prompt and target merge into other tokens has no token boundary', () => {
  // Three spaces after "a" are one token of two and a space that belongs to "b".
  const tokenizer = createByteBpeTokenizer(trainByteBpe(['a   b a   b a   b'], 280));
  const boundaries = tokenizeProbes(
    [createProbe('f', 'semantic', 0, 'a', 'b'), createProbe('f', 'semantic', 1, 'a ', ' b')],
    tokenizer,
  ).map((probe) => probe.token_boundary);
  expect(boundaries).toEqual([true, false]);
});
