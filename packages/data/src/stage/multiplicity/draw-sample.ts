import { LetheError } from '@lethe/contracts';
import { collectKeys } from '../../corpus/documents/collect-keys.js';
import type { OpenCorpus } from '../../corpus/documents/corpus-document.js';
import { createKeyedDraws, uniformOfWords } from '../../random/keyed-draws.js';

/** Documents drawn from a corpus, and the others; both in the order of the corpus. */
export interface Sample {
  drawn: OpenCorpus;
  others: OpenCorpus;
  /** Random number of a document, by which those with the smallest are drawn. */
  keyOf(id: string): number;
}

/**
 * Draws documents by keys of their ids, so that neither their order nor the files that they are in matter, and fewer
 * are among more. Memory: 8 bytes a document.
 * @param where names the source in errors
 * @throws LetheError when there are too few; signal.reason when aborted
 */
export async function drawSample(
  open: OpenCorpus,
  count: number,
  { seed, where, signal }: { seed: number; where: string; signal: AbortSignal },
): Promise<Sample> {
  const draws = createKeyedDraws(seed, 'data/background/take');
  const keyOf = (id: string): number => {
    const words = draws(id);
    return uniformOfWords(words[0]!, words[1]!);
  };
  const keys = await collectKeys(open, keyOf, { signal });
  if (keys.length < count) throw tooFew(where, count, keys.length);
  const last = keys[count - 1]!;
  return {
    drawn: filterCorpus(open, ({ id }) => keyOf(id) <= last),
    others: filterCorpus(open, ({ id }) => keyOf(id) > last),
    keyOf,
  };
}

/** The documents of a corpus that are wanted. */
export function filterCorpus(open: OpenCorpus, isWanted: (document: { id: string }) => boolean): OpenCorpus {
  return async function* () {
    for await (const batch of open()) {
      const wanted = batch.filter(isWanted);
      if (wanted.length > 0) yield wanted;
    }
  };
}

function tooFew(where: string, count: number, found: number): LetheError {
  return new LetheError({
    what: 'the source has fewer documents than the background is to have',
    where: `${where}.take`,
    expected: `at most ${found}`,
    found: String(count),
    next: 'take fewer, or give the source more documents',
  });
}
