import { LetheError } from '@lethe/contracts';

/** A corpus gave other documents in a later pass than in the first. */
export function corpusChanged(id: string): LetheError {
  return new LetheError({
    what: 'the corpus is not what it was in the first pass',
    where: `document ${JSON.stringify(id)}`,
    expected: 'the same documents in the same order in every pass',
    next: 'run again when nothing writes to the corpus any more',
  });
}
