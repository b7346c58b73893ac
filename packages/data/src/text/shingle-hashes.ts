import { type Folding, foldUnits, HIGH_SURROGATE, SEPARATOR, WORD } from './fold-units.js';
import { ShingleSet } from './shingle-set.js';

/** What a document is cut into. */
export interface Shingling extends Folding {
  unit: 'word' | 'character';
  /** Words or characters in a shingle. */
  size: number;
}

/** The different shingles of a document, by their hashes. */
export interface ShingleHashes {
  /** How many there are. */
  size: number;
  /** Int32Array [at least 2 * size]: the two lanes of each hash in turn, in the order of first occurrence. */
  hashes: Int32Array;
}

const FIRST_SEED = 0x811c9dc5 | 0;
const SECOND_SEED = 0x9747b28c | 0;
const FIRST_PRIME = 0x01000193;
const SECOND_PRIME = 0x9e3779b1 | 0;
const FIRST_BASE = 0x2c1b3c6d;
const SECOND_BASE = 0x297a2d39;
/** Stands for a space between words in character shingles. */
const SPACE = 0x20;

/**
 * Hashes the shingles of documents. A hash has 64 bits, two polynomials of the shingle modulo 2^32 with different
 * bases, rolled from shingle to shingle: two different shingles collide with probability 2^-64.
 * A document shorter than a shingle is one shingle; one without words has none.
 *
 * @returns a function of the UTF-16 units `begin .. end`; its result is valid until its next call
 */
export function createShingler(
  shingling: Shingling,
): (units: Uint16Array, begin: number, end: number) => ShingleHashes {
  const table = foldUnits(shingling);
  const length = shingling.size;
  const firstTop = power(FIRST_BASE, length);
  const secondTop = power(SECOND_BASE, length);
  const distinct = new ShingleSet();
  let firsts = new Int32Array(4096);
  let seconds = new Int32Array(4096);
  const result: ShingleHashes = { size: 0, hashes: new Int32Array(8192) };
  const pieces = shingling.unit === 'word' ? hashWords : foldCharacters;

  return (units, begin, end) => {
    if (firsts.length < end - begin) {
      firsts = new Int32Array(2 * (end - begin));
      seconds = new Int32Array(2 * (end - begin));
      result.hashes = new Int32Array(4 * (end - begin));
    }
    const count = pieces(units, begin, end);
    result.size = count === 0 ? 0 : roll(count);
    return result;
  };

  /** Hashes every word into `firsts` and `seconds`; returns how many there are. */
  function hashWords(units: Uint16Array, begin: number, end: number): number {
    let count = 0;
    let first = FIRST_SEED;
    let second = SECOND_SEED;
    let letters = 0;
    for (let i = begin; i < end; i++) {
      const entry = table[units[i]!]!;
      const kind = entry >>> 16;
      const unit = entry & 0xffff;
      if (kind === WORD) {
        first = Math.imul(first ^ unit, FIRST_PRIME);
        second = Math.imul(((second << 5) | (second >>> 27)) ^ unit, SECOND_PRIME);
        letters++;
        continue;
      }
      if (letters > 0) {
        firsts[count] = mix(first);
        seconds[count++] = mix(second);
        first = FIRST_SEED;
        second = SECOND_SEED;
        letters = 0;
      }
      if (kind === SEPARATOR) continue;
      let word = unit;
      if (kind === HIGH_SURROGATE && i + 1 < end) word = (unit << 16) | units[++i]!;
      firsts[count] = mix(Math.imul(FIRST_SEED ^ word, FIRST_PRIME));
      seconds[count++] = mix(Math.imul(SECOND_SEED ^ word, SECOND_PRIME));
    }
    if (letters > 0) {
      firsts[count] = mix(first);
      seconds[count++] = mix(second);
    }
    return count;
  }

  /** Puts the folded text, one space for each run of separators and none at the ends, into both lanes. */
  function foldCharacters(units: Uint16Array, begin: number, end: number): number {
    let count = 0;
    let isApart = false;
    for (let i = begin; i < end; i++) {
      const entry = table[units[i]!]!;
      if (entry >>> 16 === SEPARATOR) {
        isApart = true;
        continue;
      }
      if (isApart && count > 0) {
        firsts[count] = mix(SPACE);
        seconds[count++] = SPACE;
      }
      isApart = false;
      firsts[count] = mix(entry & 0xffff);
      seconds[count++] = entry & 0xffff;
    }
    return count;
  }

  /** Hashes of the different runs of `length` of the first `count` pieces; returns how many there are. */
  function roll(count: number): number {
    const { hashes } = result;
    distinct.reset(Math.max(1, count - length + 1));
    let first = 0;
    let second = 0;
    let size = 0;
    for (let i = 0; i < count; i++) {
      first = (Math.imul(first, FIRST_BASE) + firsts[i]!) | 0;
      second = (Math.imul(second, SECOND_BASE) + seconds[i]!) | 0;
      if (i >= length) {
        first = (first - Math.imul(firstTop, firsts[i - length]!)) | 0;
        second = (second - Math.imul(secondTop, seconds[i - length]!)) | 0;
      } else if (i + 1 < length && i + 1 < count) continue;
      const a = mix(first);
      const b = mix(second);
      if (!distinct.add(a, b)) continue;
      hashes[2 * size] = a;
      hashes[2 * size + 1] = b;
      size++;
    }
    return size;
  }
}

/** A bijection of 32-bit words that spreads every bit over all (the end of MurmurHash3; Appleby, public domain). */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base);
  return result;
}
