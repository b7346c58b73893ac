import { expect, it } from 'vitest';
import { distinctSpans } from './score-spans.js';
import {
  firstTokenLogProbs,
  formatScores,
  meanLogProbs,
  perByteLogProbs,
  pointwiseInformation,
  sumLogProbs,
} from './span-views.js';

const measurement = {
  logProbs: Float32Array.of(-1, -2, -3, -0.5),
  offsets: Int32Array.of(0, 3, 4),
  firstRanks: Int32Array.of(2, 1),
  greedyMatches: [false, true],
};
const alone = { logProbs: Float32Array.of(-4, -4, -4, -0.25), offsets: measurement.offsets };

it('derives sum, mean, per byte, first token and pointwise information', () => {
  expect([...sumLogProbs(measurement)]).toEqual([-6, -0.5]);
  expect([...meanLogProbs(measurement)]).toEqual([-2, -0.5]);
  expect([...perByteLogProbs(measurement, [12, 2])]).toEqual([-0.5, -0.25]);
  expect([...firstTokenLogProbs(measurement)]).toEqual([-1, -0.5]);
  expect([...pointwiseInformation(measurement, alone)]).toEqual([6, -0.25]);
});

it('writes a line for each span', () => {
  const span = { promptTokens: [1], targetTokens: [7, 8, 9], targetBytes: 12, tokenBoundary: true };
  const spans = [
    { ...span, id: 'a' },
    { ...span, id: 'b', targetTokens: [5], targetBytes: 2, tokenBoundary: false },
  ];
  const scores = { measurement, unconditional: { ...measurement, ...alone }, truncated: 0, backend: 'wasm' };
  const lines = [...formatScores(spans, scores)].map((line) => JSON.parse(line) as object);
  expect(lines[0]).toEqual({
    id: 'a',
    tokens: [7, 8, 9],
    token_logprobs: [-1, -2, -3],
    sum: -6,
    mean: -2,
    per_byte: -0.5,
    pmi: 6,
    first_token: -1,
    first_token_rank: 2,
    greedy_match: false,
    token_boundary: true,
  });
  expect(lines[1]).toMatchObject({ id: 'b', greedy_match: true, token_boundary: false, pmi: -0.25 });
  const [bare] = [...formatScores(spans, { ...scores, unconditional: undefined })];
  expect(bare).not.toContain('pmi');
});

it('measures equal spans once and gives each its own numbers', () => {
  const span = (id: string, prompt: number[], target: number[]) => ({
    id,
    promptTokens: prompt,
    targetTokens: target,
  });
  const spans = [
    span('a', [1], [2, 3, 4]),
    span('b', [1, 2], [3]),
    span('c', [1], [2, 3, 4]),
    // The same tokens, divided otherwise.
    span('d', [1, 2], [3, 4]),
  ];
  const { distinct, spread } = distinctSpans(spans);
  expect(distinct.map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  const measured = {
    logProbs: Float32Array.of(-1, -2, -3, -4, -5, -6),
    offsets: Int32Array.of(0, 3, 4, 6),
    firstRanks: Int32Array.of(1, 2, 3),
    greedyMatches: [true, false, false],
  };
  expect(spread(measured, 1, 4)).toEqual({
    logProbs: Float32Array.of(-4, -1, -2, -3, -5, -6),
    offsets: Int32Array.of(0, 1, 4, 6),
    firstRanks: Int32Array.of(2, 1, 3),
    greedyMatches: [false, true, false],
  });
});
