import type { SpanMeasurement } from '../span/measure-spans.js';
import type { TokenSpan } from '../span/token-span.js';

/**
 * The spans that differ in prompt or target, each once.
 * `spread` turns their measurement into that of the given spans from number `begin` to `end`.
 */
export function distinctSpans(spans: readonly TokenSpan[]): {
  distinct: TokenSpan[];
  spread: (measured: SpanMeasurement, begin: number, end: number) => SpanMeasurement;
} {
  const numbers = new Map<string, number>();
  const distinct: TokenSpan[] = [];
  const numberOf = spans.map((span) => {
    const key = `${span.promptTokens.join(' ')}|${span.targetTokens.join(' ')}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, distinct.length);
    return distinct.push(span) - 1;
  });
  return {
    distinct,
    spread({ logProbs, offsets, firstRanks, greedyMatches }, begin, end) {
      const chosen = numberOf.slice(begin, end);
      const places = new Int32Array(chosen.length + 1);
      chosen.forEach((number, i) => {
        places[i + 1] = places[i]! + offsets[number + 1]! - offsets[number]!;
      });
      const values = new Float32Array(places[chosen.length]!);
      chosen.forEach((number, i) => {
        values.set(logProbs.subarray(offsets[number], offsets[number + 1]), places[i]);
      });
      return {
        logProbs: values,
        offsets: places,
        firstRanks: Int32Array.from(chosen, (number) => firstRanks[number]!),
        greedyMatches: chosen.map((number) => greedyMatches[number]!),
      };
    },
  };
}
