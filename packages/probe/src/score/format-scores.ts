import type { SpanScores } from './score-spans.js';
import type { Span } from './span-text.js';
import {
  firstTokenLogProbs,
  meanLogProbs,
  perByteLogProbs,
  pointwiseInformation,
  sumLogProbs,
} from './span-views.js';

/** One line of JSON per span with its stored log-probabilities and all that is derived from them. */
export function* formatScores(spans: readonly Span[], scores: SpanScores): Generator<string> {
  const { measurement, unconditional } = scores;
  const { logProbs, offsets, firstRanks, greedyMatches } = measurement;
  const sum = sumLogProbs(measurement);
  const mean = meanLogProbs(measurement);
  const perByte = perByteLogProbs(
    measurement,
    spans.map(({ targetBytes }) => targetBytes),
  );
  const first = firstTokenLogProbs(measurement);
  const pmi = unconditional && pointwiseInformation(measurement, unconditional);
  for (const [i, { id, targetTokens, seamMatches }] of spans.entries()) {
    yield JSON.stringify({
      id,
      tokens: targetTokens,
      token_logprobs: Array.from(logProbs.subarray(offsets[i], offsets[i + 1])),
      sum: sum[i],
      mean: mean[i],
      per_byte: perByte[i],
      ...(pmi && { pmi: pmi[i] }),
      first_token: first[i],
      first_token_rank: firstRanks[i],
      greedy_match: greedyMatches[i],
      seam_matches: seamMatches,
    });
  }
}
