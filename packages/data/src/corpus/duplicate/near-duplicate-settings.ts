import { LetheError } from '@lethe/contracts';
import type { Shingling } from '../../text/shingle-hashes.js';

/** How near-duplicates differ from their originals. */
export interface NearDuplicateOptions {
  /** Jaccard similarity of the shingles that is aimed at, over 0, below 1. */
  jaccard: number;
  /** How far from it counts as reached; 0.01 by default. */
  tolerance?: number | undefined;
  /** Unit of the shingles; `word` by default. */
  unit?: 'word' | 'character' | undefined;
  /** Words or characters in a shingle; 5 words or 24 characters by default, as in MinHash deduplication. */
  shingleSize?: number | undefined;
}

/** Near-duplicate options with all choices made. */
export interface NearDuplicateSettings {
  jaccard: number;
  tolerance: number;
  shingling: Shingling;
}

/**
 * Fills in what options leave open; case and punctuation do not count, as in MinHash deduplication.
 * @throws LetheError when a number is out of its range
 */
export function resolveNearDuplicateOptions(options: NearDuplicateOptions): NearDuplicateSettings {
  const { jaccard, tolerance = 0.01, unit = 'word' } = options;
  const size = options.shingleSize ?? (unit === 'word' ? 5 : 24);
  const refuse = (where: string, expected: string, found: number): LetheError =>
    new LetheError({
      what: 'this number of near-duplicates is out of its range',
      where,
      expected,
      found: String(found),
    });
  if (!(jaccard > 0 && jaccard < 1)) throw refuse('jaccard', 'over 0 and below 1', jaccard);
  if (!(tolerance >= 0 && tolerance < 1)) throw refuse('tolerance', '0 or more, below 1', tolerance);
  if (!(Number.isInteger(size) && size >= 1 && size <= 1000)) {
    throw refuse('shingleSize', 'a whole number, 1 to 1000', size);
  }
  return { jaccard, tolerance, shingling: { unit, size, lowercase: true, punctuation: 'drop' } };
}
