import { createRandom, type Random } from '@lethe/contracts';

/** What is planted in a generated corpus. */
export interface PlantedShape {
  seed: number;
  /** Mean words of a document; each has from half of it to one and a half. */
  words: number;
  /** Fraction of the documents that copy an earlier one. */
  exact: number;
  /** Fraction of the documents that differ from an earlier one in their first words. */
  near: number;
  /** Jaccard similarity of near-duplicates to what they copy, of the sets of shingles of `shingle` words. */
  jaccard: number;
  shingle: number;
}

export type PlantedKind = 'original' | 'exact' | 'near';

/** One document: where it comes from; its words are numbers of the vocabulary. */
export interface PlantedDocument {
  kind: PlantedKind;
  /** The document that it copies; itself where it copies none. */
  origin: number;
  /** Words, valid until the next document. */
  words: Uint16Array;
}

/** Every fourth document is an original, so that every copy has something to copy. */
const STRIDE = 4;

/**
 * Generates document `index` of a corpus from its number alone: drawn uniformly from a vocabulary of 65,536 words,
 * or a copy, whole or with new words at its beginning, of an earlier original.
 */
export function createPlanter(shape: PlantedShape): (index: number) => PlantedDocument {
  let buffer = new Uint16Array(1024);
  const draw = (random: Random, begin: number, end: number): void => {
    for (let i = begin; i < end; i += 2) {
      const bits = random.uint32();
      buffer[i] = bits;
      if (i + 1 < end) buffer[i + 1] = bits >>> 16;
    }
  };
  const length = (random: Random): number => {
    const words = Math.round(shape.words * (0.5 + random.uniform()));
    if (words > buffer.length) buffer = new Uint16Array(2 * words);
    return Math.max(1, words);
  };
  return (index) => {
    const own = createRandom(shape.seed, 'planted', index);
    const chance = index % STRIDE === 0 ? 1 : own.uniform() * (1 - 1 / STRIDE);
    const kind = chance < shape.exact ? 'exact' : chance < shape.exact + shape.near ? 'near' : 'original';
    if (kind === 'original') {
      const words = length(own);
      draw(own, 0, words);
      return { kind, origin: index, words: buffer.subarray(0, words) };
    }
    const origin = STRIDE * own.int(Math.ceil(index / STRIDE));
    const original = createRandom(shape.seed, 'planted', origin);
    const words = length(original);
    draw(original, 0, words);
    if (kind === 'near') draw(own, 0, replacedWords(words, shape));
    return { kind, origin, words: buffer.subarray(0, words) };
  };
}

/** How many new words at the beginning bring the Jaccard similarity nearest to the one wanted: each costs one shingle. */
function replacedWords(words: number, { jaccard, shingle }: PlantedShape): number {
  const shingles = Math.max(1, words - shingle + 1);
  return Math.max(1, Math.round((shingles * (1 - jaccard)) / (1 + jaccard)));
}

const CONSONANTS = 'bcdfghjklmnprstv';
const VOWELS = 'aeio';

/** The five letters of a word of the vocabulary: consonants and vowels in turn. */
export function spellWord(word: number): string {
  const consonant = (shift: number): string => CONSONANTS[(word >> shift) & 15]!;
  const vowel = (shift: number): string => VOWELS[(word >> shift) & 3]!;
  return consonant(0) + vowel(4) + consonant(6) + vowel(10) + consonant(12);
}
