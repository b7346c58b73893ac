import { createRandom } from '@lethe/contracts';

/** Makes sketches of sets of 64-bit hashes. */
export interface Sketcher {
  /** Bins of a sketch. */
  bins: number;
  /**
   * Sketch of a set that is not empty.
   * @param hashes Int32Array [2 * size], lanes in turn, well mixed
   * @param out Int32Array [bins]
   */
  sketch(hashes: Int32Array, size: number, out: Int32Array): void;
}

/**
 * Fast similarity sketching (Dahlgaard, Knudsen and Thorup, FOCS 2017, "Fast Similarity Sketching", algorithm 1): in
 * round after round every element falls into a random bin with a random value; a bin keeps the smallest value of
 * the first round in which something fell into it, and rounds go on until no bin is empty. From round `bins` on, all
 * elements of a round fall into the same bin, so it ends after `2 * bins` rounds at the latest.
 *
 * Two sketches agree in a bin with probability equal to the Jaccard similarity of the sets, as with MinHash, and the
 * share of bins in which they agree varies less, for elements are drawn without replacement. But it costs
 * O(bins * log bins + size) hashes where MinHash takes bins * size, and unlike one-permutation hashing with
 * densification it does not repeat values where a document has fewer shingles than the sketch has bins.
 */
export function createSketcher(bins: number, seed: number): Sketcher {
  const random = createRandom(seed, 'minhash');
  const multipliers = Int32Array.from({ length: 4 * bins }, () => random.uint32() | 1);
  const rounds = new Uint16Array(bins);

  return {
    bins,
    sketch(hashes, size, out) {
      const words = 2 * size;
      rounds.fill(0xffff);
      let empty = bins;
      for (let round = 0; empty > 0; round++) {
        const a = multipliers[2 * round]!;
        const b = multipliers[2 * round + 1]!;
        const single = round - bins;
        if (single >= 0 && rounds[single]! < round) continue;
        for (let i = 0; i < words; i += 2) {
          const value = (Math.imul(hashes[i]!, a) + Math.imul(hashes[i + 1]!, b)) | 0;
          const bin = single >= 0 ? single : ((value >>> 16) * bins) >>> 16;
          const filledIn = rounds[bin]!;
          if (filledIn < round) continue;
          if (filledIn > round) {
            rounds[bin] = round;
            out[bin] = value;
            empty--;
          } else if (value < out[bin]!) out[bin] = value;
        }
      }
    },
  };
}

/** Share of bins in which two sketches agree: an unbiased estimate of the Jaccard similarity of the sets. */
export function sketchSimilarity(a: Int32Array, b: Int32Array): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal / a.length;
}

/**
 * Keys of the bands of a sketch, 64 bits each: documents whose sketches agree in all `rows` bins of a band have
 * the same key, others with probability 2^-64.
 * @param out Int32Array; the lanes of band `b` go to `at + b * stride` and the place after it
 */
export function bandKeys(
  sketch: Int32Array,
  bands: number,
  rows: number,
  out: Int32Array,
  at: number,
  stride: number,
): void {
  for (let band = 0; band < bands; band++) {
    let first = 0x2c1b3c6d;
    let second = 0x297a2d39;
    for (let bin = band * rows; bin < (band + 1) * rows; bin++) {
      first = (Math.imul(first ^ sketch[bin]!, 0x01000193) + 0x7f4a7c15) | 0;
      second = Math.imul(((second << 5) | (second >>> 27)) ^ sketch[bin]!, 0x9e3779b1);
    }
    out[at + band * stride] = scramble(first);
    out[at + band * stride + 1] = scramble(second);
  }
}

function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
