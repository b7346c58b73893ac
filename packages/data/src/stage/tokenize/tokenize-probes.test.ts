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
    seam_matches: true,
    split: 'test',
  });
});

test('a seam that tokenizes otherwise together is marked', () => {
  // Three spaces after "a" are one token of two and a space that belongs to "b".
  const tokenizer = createByteBpeTokenizer(trainByteBpe(['a   b a   b a   b'], 280));
  const seams = tokenizeProbes(
    [createProbe('f', 'semantic', 0, 'a', 'b'), createProbe('f', 'semantic', 1, 'a ', ' b')],
    tokenizer,
  ).map((probe) => probe.seam_matches);
  expect(seams).toEqual([true, false]);
});
