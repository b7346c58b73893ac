import { createRandom, LetheError, readFully, writeFully } from '@lethe/contracts';

/** Makes sketches of sets of 64-bit hashes. */
interface Sketcher {
  /** Bins of a sketch. */
  bins: number;
  /**
   * Sketch of a set that is not empty.
   * @param hashes Int32Array [2 * size], lanes in turn, well mixed
   * @param out Int32Array [bins]
   */
  sketch(hashes: Int32Array, size: number, out: Int32Array): void;
}

/** Rounds in which elements fall into any bin: after them, two of 112 bins are empty for 56 elements. */
const RANDOM_ROUNDS = 8;
/** Bits of a value beneath the number of its round. */
const VALUE_BITS = 26;
const VALUE_MASK = (1 << VALUE_BITS) - 1;
const EMPTY = 0x7fffffff;

/**
 * Fast similarity sketching (Dahlgaard, Knudsen and Thorup, FOCS 2017, algorithm 1): in round after round every element
 * falls into a random bin with a random value, and a bin keeps the smallest value of the first round in which
 * something fell into it. For bins that are still empty after a few rounds, there is one more round each, in which all
 * elements fall into that bin; the paper begins those after as many rounds as there are bins.
 *
 * Two sketches agree in a bin with probability equal to the Jaccard similarity of the sets, as with MinHash, and the
 * share of bins in which they agree varies less, since elements are drawn without replacement. But a set costs
 * some five hashes per bin, or one per element where it is large, while MinHash takes bins times elements; and unlike
 * one-permutation hashing with densification, bins are not copied where elements are fewer than bins.
 */
export function createSketcher(bins: number, seed: number): Sketcher {
  const random = createRandom(seed, 'minhash');
  const rounds = RANDOM_ROUNDS + bins;
  const firstMultipliers = Int32Array.from({ length: rounds }, () => random.uint32() | 1);
  const secondMultipliers = Int32Array.from({ length: rounds }, () => random.uint32() | 1);

  return {
    bins,
    sketch(hashes, size, out) {
      const words = 2 * size;
      out.fill(EMPTY);
      for (let round = 0; round < RANDOM_ROUNDS; round++) {
        const a = firstMultipliers[round]!;
        const b = secondMultipliers[round]!;
        const before = round << VALUE_BITS;
        for (let i = 0; i < words; i += 2) {
          const value = (Math.imul(hashes[i]!, a) + Math.imul(hashes[i + 1]!, b)) | 0;
          const bin = Math.imul(value >>> 16, bins) >>> 16;
          // The smaller of two without a branch, which would be mispredicted every other time. Earlier rounds win.
          const difference = (before | (value & VALUE_MASK)) - out[bin]!;
          out[bin]! += difference & (difference >> 31);
        }
        // Fewer elements so far than this hardly ever leave no bin empty.
        if (size * (round + 1) > 3 * bins && out.indexOf(EMPTY) < 0) return;
      }
      for (let bin = 0; bin < bins; bin++) {
        if (out[bin] !== EMPTY) continue;
        const a = firstMultipliers[RANDOM_ROUNDS + bin]!;
        const b = secondMultipliers[RANDOM_ROUNDS + bin]!;
        let least = EMPTY;
        for (let i = 0; i < words; i += 2) {
          const value = (Math.imul(hashes[i]!, a) + Math.imul(hashes[i + 1]!, b)) & VALUE_MASK;
          if (value < least) least = value;
        }
        out[bin] = (RANDOM_ROUNDS << VALUE_BITS) | least;
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

/**
 * Holds what threads computed for documents: one file that all of them append to and read from. Every thread has its
 * own object over the same open file and cursor.
 */
export class SketchFile {
  readonly #file: number;
  readonly #end: BigInt64Array;

  /**
   * @param file descriptor, open for reading and writing, valid in the whole process
   * @param cursor SharedArrayBuffer [8]: the bytes written, zero at first
   */
  constructor(file: number, cursor: SharedArrayBuffer) {
    this.#file = file;
    this.#end = new BigInt64Array(cursor);
  }

  /** Appends words; returns the byte at which they begin. */
  append(words: Int32Array): number {
    const begin = Number(Atomics.add(this.#end, 0, BigInt(words.byteLength)));
    writeFully(this.#file, words, begin);
    return begin;
  }

  /** Fills `words` with what begins at a byte. */
  read(words: Int32Array, begin: number): void {
    const read = readFully(this.#file, words, begin);
    if (read < words.byteLength) throw truncated(begin + read);
  }
}

function truncated(at: number): LetheError {
  return new LetheError({
    what: 'the intermediate results of deduplication end too early',
    found: `the end of the file at byte ${at}`,
    next: 'another program changed the temporary directory; run the command again',
  });
}
