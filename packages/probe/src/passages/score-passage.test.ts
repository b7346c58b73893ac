import { expect, it } from 'vitest';
import { scorePassage } from './score-passage.js';

const spec = { prefixes: [0.25, 0.5, 0.75], minK: 0.2 };

it('takes the mean of all tokens, of the least probable ones, and the run of right ones after each prefix', () => {
  // Twelve tokens: prefixes of 3, 6 and 9; tokens 3 to 6 and 9 to 11 are right.
  const logProbs = [-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11];
  const ranks = [9, 9, 1, 1, 1, 1, 2, 7, 1, 1, 1];
  expect(scorePassage(logProbs, ranks, spec)).toEqual({
    meanLogProb: -6,
    minKLogProb: -10.5,
    prefixTokens: [3, 6, 9],
    matchingTokens: [4, 1, 3],
    verbatim: [false, false, true],
  });
});

it('gives at least one token of a short text, and takes at least one for Min-K%', () => {
  expect(scorePassage([-3], [1], spec)).toEqual({
    meanLogProb: -3,
    minKLogProb: -3,
    prefixTokens: [1, 1, 1],
    matchingTokens: [1, 1, 1],
    verbatim: [true, true, true],
  });
  const short = scorePassage([-1, -2, -9], [1, 2, 1], { ...spec, minK: 0.5 });
  expect(short).toMatchObject({ minKLogProb: -9, prefixTokens: [1, 2, 3], matchingTokens: [1, 0, 1] });
});
