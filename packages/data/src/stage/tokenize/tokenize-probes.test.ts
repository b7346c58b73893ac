import { expect, test } from 'vitest';
import { createProbe } from '../../corpus/facts/fact-set.js';
import { createTokenizer } from '../../tokenize/tokenizer.js';
import { byteTokens } from '../../tokenize/tokenizer-file.js';
import { trainByteBpe } from '../../tokenize/train-byte-bpe.js';
import { tokenizeProbes } from './tokenize-probes.js';

test('the space between prompt and target belongs to the target', () => {
  const tokenizer = createTokenizer(byteTokens());
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
  const tokenizer = createTokenizer(trainByteBpe(['a   b a   b a   b'], 280));
  const seams = tokenizeProbes(
    [createProbe('f', 'semantic', 0, 'a', 'b'), createProbe('f', 'semantic', 1, 'a ', ' b')],
    tokenizer,
  ).map((probe) => probe.seam_matches);
  expect(seams).toEqual([true, false]);
});
