import type { PassagesSpec } from './passages-measure.js';

/** What a model's log-probabilities and ranks say of one text. */
export interface PassageScore {
  /** Mean natural-log probability, nats per token. */
  meanLogProb: number;
  /** Mean of the least probable ones. */
  minKLogProb: number;
  /** Tokens of each prefix. */
  prefixTokens: number[];
  /** Leading tokens of the rest that greedy decoding gives. */
  matchingTokens: number[];
  /** Whether it gives all. */
  verbatim: boolean[];
}

/**
 * Scores a text of n tokens from one forward pass over it. What greedy decoding from a prefix gives equals the text up to
 * the first token that is not the most probable one after those before it, since until then it has read the text itself;
 * so no generation is needed.
 * Min-K% is the mean of the floor(minK (n - 1)) smallest, at least of one (arXiv 2310.16789, equation 1).
 * @param logProbs [n - 1], natural-log probability of tokens 1 to n - 1
 * @param ranks [n - 1], their ranks; 1 is the most probable
 */
export function scorePassage(
  logProbs: ArrayLike<number>,
  ranks: ArrayLike<number>,
  { prefixes, minK }: PassagesSpec,
): PassageScore {
  const tokens = logProbs.length + 1;
  const ascending = Float64Array.from(logProbs).sort();
  const least = Math.max(1, Math.floor(minK * logProbs.length));
  const prefixTokens = prefixes.map((share) => Math.max(1, Math.floor(share * tokens)));
  const matchingTokens = prefixTokens.map((prefix) => {
    let token = prefix;
    while (token < tokens && ranks[token - 1] === 1) token++;
    return token - prefix;
  });
  return {
    meanLogProb: mean(ascending),
    minKLogProb: mean(ascending.subarray(0, least)),
    prefixTokens,
    matchingTokens,
    verbatim: matchingTokens.map((matching, i) => matching === tokens - prefixTokens[i]!),
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
