import { LetheError } from '@lethe/contracts';
import type { TokenSource } from './token-source.js';

/** Suffixes are numbered by int32. */
const MOST_TOKENS = 2 ** 31 - 2;
/** Suffix array and classes of repeats, int32 each. */
const WORK_BYTES = 8;
/** Id, offset and what the engine needs for a string. */
const DOCUMENT_BYTES = 120;

/** Bytes that a suffix array over `tokens` tokens of `documents` documents needs at its peak. */
export function memoryNeed(source: TokenSource, tokens: number, documents: number): number {
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
