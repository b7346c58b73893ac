import type { SpanMeasurement } from '../span/measure-spans.js';
import type { Span } from './load-spans.js';
import type { SpanScores } from './score-spans.js';

type LogProbs = Pick<SpanMeasurement, 'logProbs' | 'offsets'>;

/** Natural-log probability of every whole target: Float64Array [spans], nats. */
export function sumLogProbs({ logProbs, offsets }: LogProbs): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, i) =>
    logProbs.subarray(offsets[i], offsets[i + 1]).reduce((sum, value) => sum + value, 0),
  );
}

/** Mean over the tokens of every target: Float64Array [spans], nats per token; the measure of arXiv 2406.11813. */
export function meanLogProbs(measurement: LogProbs): Float64Array {
  const { offsets } = measurement;
  return sumLogProbs(measurement).map((sum, i) => sum / (offsets[i + 1]! - offsets[i]!));
}

/**
 * Per byte of the targets' texts, which compares across tokenizers: Float64Array [spans], nats per byte.
 * @param targetBytes bytes of every target in UTF-8
 */
export function perByteLogProbs(measurement: LogProbs, targetBytes: readonly number[]): Float64Array {
  return sumLogProbs(measurement).map((sum, i) => sum / targetBytes[i]!);
}

/** Of the first token of every target: Float64Array [spans], nats. */
export function firstTokenLogProbs({ logProbs, offsets }: LogProbs): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, i) => logProbs[offsets[i]!]!);
}

/**
 * Pointwise mutual information of prompt and target, log p(target | prompt) - log p(target): Float64Array [spans], nats.
 * It subtracts the log-probability of a target without any prompt (Holtzman et al. 2021, arXiv 2104.08315).
 * @param unconditional the same targets after an end of text
 */
export function pointwiseInformation(measurement: LogProbs, unconditional: LogProbs): Float64Array {
  const alone = sumLogProbs(unconditional);
  return sumLogProbs(measurement).map((sum, i) => sum - alone[i]!);
}

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
  for (const [i, { id, targetTokens, tokenBoundary }] of spans.entries()) {
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
      token_boundary: tokenBoundary,
    });
  }
}
