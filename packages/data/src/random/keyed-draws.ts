import { hash } from 'node:crypto';
import { createRandom, philox } from '@lethe/contracts';

/**
 * 128 random bits for a document and a copy of it, as four 32-bit words that the next call overwrites.
 * They depend on (seed, purpose, id, copy) alone, never on where the document stands in a corpus.
 */
type KeyedDraws = (id: string, copy?: number) => Uint32Array;

/** Keyed draws of (seed, purpose): Philox 4x32-10 on a counter of 96 bits of the id's SHA-256 and the copy. */
export function createKeyedDraws(seed: number, purpose: string): KeyedDraws {
  const random = createRandom(seed, purpose);
  const key0 = random.uint32();
  const key1 = random.uint32();
  const counter = new Uint32Array(4);
  const words = new Uint32Array(4);
  let lastId: string | undefined;
  return (id, copy = 0) => {
    if (id !== lastId) {
      const digest = hash('sha256', id, 'buffer');
      for (let i = 0; i < 3; i++) counter[i] = digest.readUInt32LE(4 * i);
      lastId = id;
    }
    counter[3] = copy;
    philox(counter, key0, key1, words);
    return words;
  };
}

/** A number in [0, 1) with 53 random bits from two words. */
export function uniformOfWords(first: number, second: number): number {
  return ((first >>> 5) * 2 ** 26 + (second >>> 6)) / 2 ** 53;
}

/** A whole number in [0, 2^53) from two words, to index a stream of `createRandom`. */
export function indexOfWords(first: number, second: number): number {
  return (first >>> 11) * 2 ** 32 + second;
}
