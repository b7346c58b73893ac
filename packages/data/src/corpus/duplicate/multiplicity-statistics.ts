import type { MultiplicityHistogram } from '../statistics/multiplicity-counter.js';

/** How unevenly copies are spread over documents. */
export interface MultiplicityStatistics {
  /** Documents of the histogram, those with no copy among them. */
  documents: number;
  /** Documents with at least one copy. */
  kept: number;
  /** Copies of all documents together. */
  copies: number;
  /** Copies of a document on average, those with none among them. */
  mean: number;
  largest: number;
  /** exp of the entropy of the shares of the copies (Hill number of order 1): as many equal documents are as varied. */
  effectiveDocuments: number;
  /** 1 over the sum of squared shares (order 2): 1 / P(two copies drawn at random are of the same document). */
  inverseSimpson: number;
  /** Entropy of the shares, nats. */
  entropy: number;
  /** Gini coefficient of the multiplicities: 0 where all are equal, towards 1 where one document has all copies. */
  gini: number;
}

/** Measures a histogram of multiplicities (copies -> documents); all measures of no copies are 0. */
export function multiplicityStatistics(histogram: MultiplicityHistogram): MultiplicityStatistics {
  const bins = [...histogram].filter(([, documents]) => documents > 0).sort(([a], [b]) => a - b);
  const documents = bins.reduce((sum, [, count]) => sum + count, 0);
  const copies = bins.reduce((sum, [multiplicity, count]) => sum + multiplicity * count, 0);
  let [entropy, squares, ranked, below] = [0, 0, 0, 0];
  for (const [multiplicity, count] of bins) {
    if (multiplicity > 0) {
      const share = multiplicity / copies;
      entropy -= count * share * Math.log(share);
      squares += count * share * share;
    }
    // Ranks below + 1 .. below + count have this multiplicity: the sum of 2 * rank - documents - 1 over them.
    ranked += multiplicity * count * (2 * below + count - documents);
    below += count;
  }
  return {
    documents,
    kept: documents - (histogram.get(0) ?? 0),
    copies,
    mean: documents === 0 ? 0 : copies / documents,
    largest: bins.at(-1)?.[0] ?? 0,
    effectiveDocuments: copies === 0 ? 0 : Math.exp(entropy),
    inverseSimpson: copies === 0 ? 0 : 1 / squares,
    entropy: Math.max(0, entropy),
    gini: copies === 0 ? 0 : ranked / (documents * copies),
  };
}
