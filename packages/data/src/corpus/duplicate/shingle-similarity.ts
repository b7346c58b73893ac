import { createShingler, type Shingling } from '../../text/shingle-hashes.js';

/** Measures the true Jaccard similarity of texts to one text. */
export interface ShingleSimilarity {
  /** Takes the text that others are compared with. */
  compareWith(text: string): void;
  /** Jaccard similarity of the shingles of both texts; 1 where neither has any. */
  to(text: string): number;
}

/** Measures Jaccard similarity over the same shingles as MinHash deduplication does, without estimates. */
export function createShingleSimilarity(shingling: Shingling): ShingleSimilarity {
  const shingles = createShingler(shingling);
  const units = (text: string): Uint16Array => {
    const codes = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i);
    return codes;
  };
  let original = new Set<number>();
  const keysOf = (text: string): Set<number> => {
    const { size, hashes } = shingles(units(text), 0, text.length);
    const keys = new Set<number>();
    // 53 of the 64 bits: within one text two shingles still never pass for one.
    for (let i = 0; i < size; i++) {
      keys.add((hashes[2 * i]! >>> 0) * 2 ** 21 + (hashes[2 * i + 1]! >>> 11));
    }
    return keys;
  };
  return {
    compareWith: (text) => {
      original = keysOf(text);
    },
    to(text) {
      const other = keysOf(text);
      let shared = 0;
      for (const key of other) if (original.has(key)) shared++;
      const union = original.size + other.size - shared;
      return union === 0 ? 1 : shared / union;
    },
  };
}
