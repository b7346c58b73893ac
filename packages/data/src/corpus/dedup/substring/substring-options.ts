import { LetheError } from '@lethe/contracts';
import type { TokenSource, TokenUnit } from './token-source.js';

/** What counts as a repeat and what happens to it. */
export interface SubstringOptions {
  /** What a token is; default `words`. */
  unit?: TokenUnit;
  /** Fewest tokens of a repeat; default 50, as Lee et al. 2021 (BPE tokens there). */
  minLength?: number;
  /**
   * `one` (default): of every repeat one copy stays, in the document with the smallest id. `none`: all copies
   * go, as with the published tool of Lee et al.
   */
  keep?: 'one' | 'none';
  /**
   * A document that loses something and is left with fewer tokens than this is dropped whole, from 1 (default:
   * only where no token is left) to `minLength`.
   */
  minRemaining?: number;
  /** Bytes that the work may take beside the documents that are being read; default 4 GiB. */
  memoryLimit?: number;
}

const GIB = 2 ** 30;

/**
 * Fills in defaults.
 * @throws LetheError when an option does not allow its value
 */
export function completeOptions({
  unit = 'words',
  minLength = 50,
  keep = 'one',
  minRemaining = 1,
  memoryLimit = 4 * GIB,
}: SubstringOptions): Required<SubstringOptions> {
  requireWhole('minLength', minLength, 1, 2 ** 31 - 1);
  // More than minLength could take away the only copy of what others lost.
  requireWhole('minRemaining', minRemaining, 1, minLength);
  requireWhole('memoryLimit', memoryLimit, 1, Number.MAX_SAFE_INTEGER);
  if (keep !== 'one' && keep !== 'none') {
    throw new LetheError({
      what: 'this is not a way to treat the copies of a repeat',
      where: 'keep',
      expected: "'one' or 'none'",
      found: JSON.stringify(keep) ?? String(keep),
    });
  }
  return { unit, minLength, keep, minRemaining, memoryLimit };
}

/** Throws a LetheError unless `value` is a whole number from `least` to `most`. */
export function requireWhole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new LetheError({
    what: 'this option is out of range',
    where: option,
    expected: `a whole number from ${least} to ${most}`,
    found: String(value),
  });
}

/** Suffixes are numbered by int32. */
const MOST_TOKENS = 2 ** 31 - 2;
/** Suffix array and classes of repeats, int32 each. */
const WORK_BYTES = 8;
/** Id, offset and what the engine needs for a string. */
const DOCUMENT_BYTES = 120;

/** Bytes that a suffix array over `tokens` tokens of `documents` documents needs at its peak. */
function memoryNeed(source: TokenSource, tokens: number, documents: number): number {
  return (
    tokens * (source.tokenBytes + WORK_BYTES) +
    documents * DOCUMENT_BYTES +
    source.alphabet() * 4 +
    source.ownBytes()
  );
}

/**
 * Refuses a corpus that does not fit, as soon as it is known.
 * @throws LetheError when the tokens read so far need more than `limit` bytes or are too many to be numbered
 */
export function refuseBeyondMemory(
  source: TokenSource,
  tokens: number,
  documents: number,
  limit: number,
): void {
  const need = memoryNeed(source, tokens, documents);
  if (need <= limit && tokens <= MOST_TOKENS) return;
  const perToken = source.tokenBytes + WORK_BYTES;
  const isTooLong = tokens > MOST_TOKENS;
  throw new LetheError({
    what: 'the corpus is too large for one suffix array',
    where: isTooLong ? 'corpus' : 'memoryLimit',
    expected: isTooLong
      ? `at most ${MOST_TOKENS} tokens`
      : `at most ${limit} bytes of memory, ${perToken} for each token: about ${Math.floor(limit / perToken)} tokens`,
    found: `${tokens} tokens in the first ${documents} documents, ${need} bytes`,
    next: `remove exact and near duplicates first, or split the corpus and dedup each part against the others${isTooLong ? '' : ', or raise memoryLimit if the machine has the memory'}`,
  });
}
