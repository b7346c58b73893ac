import { LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { copies, defineLaw } from './law-kind.js';

/** A number for each id. */
export const countsLaw = defineLaw({
  name: 'counts',
  description: 'a number for each id',
  options: {
    counts: z.instanceof(Map<string, number>).describe('document id -> copies'),
    otherwise: copies.optional().describe('copies of documents without a count; by default they are refused'),
  },
  byId({ counts, otherwise }) {
    const unseen = new Set(counts.keys());
    return {
      of(id) {
        unseen.delete(id);
        const copies = counts.get(id) ?? otherwise;
        if (copies !== undefined) return copies;
        throw new LetheError({
          what: 'a document has no count',
          where: 'multiplicity "counts"',
          expected: 'a count for every document, or one for all others (otherwise)',
          found: `document "${id}"`,
          next: 'give it a count, or set otherwise for all others',
        });
      },
      end() {
        if (unseen.size === 0) return;
        throw new LetheError({
          what: 'counts are given for documents that are not in the corpus',
          where: 'multiplicity "counts"',
          found: `${unseen.size} such ids: ${[...unseen].slice(0, 5).join(', ')}`,
          next: 'correct the ids, or leave them out',
        });
      },
    };
  },
});

/** Every wording of a document once. */
export const perWordingLaw = defineLaw({
  name: 'per-wording',
  description: 'every wording once',
  options: {},
  byId: (_, wordingsOf) => ({ of: wordingsOf }),
});
