import { LetheError } from '@lethe/contracts';
import { createKeyedDraws, uniformOfWords } from '../../random/keyed-draws.js';
import type { OpenCorpus } from '../documents/corpus-document.js';
import { createDraw } from './draw-multiplicity.js';
import { multiplicitiesByRank } from './multiplicities-by-rank.js';
import type { CheckedLaw } from './multiplicity-law.js';

/** Whether totals and means of a law hold exactly, which takes a pass over the ids, or in expectation. */
export const totalsKinds = ['exact', 'expected'] as const;
export type TotalsKind = (typeof totalsKinds)[number];

/** How often each document is there in the end. */
export interface ChosenMultiplicities {
  /** Copies of a document, the original among them; 0 leaves it out. */
  of(id: string): number;
  /** Called when all documents have been asked for; throws what was wrong with them as a whole. */
  end(): void;
}

/**
 * Chooses the multiplicity of every document of a corpus. It depends on the seed, the law, the id, and for exact
 * totals on the set of all ids; never on the order of the documents or the files that they are in.
 * Exact totals give documents ranks by random keys and hold 8 bytes of each in memory.
 * @param wordingsOf wordings of a document, its text among them
 * @throws LetheError when the law cannot be had; signal.reason when aborted
 */
export async function chooseMultiplicities(
  law: CheckedLaw,
  open: OpenCorpus,
  options: { seed: number; totals: TotalsKind; wordingsOf: (id: string) => number },
  context: { signal?: AbortSignal | undefined; onDocuments?: ((documents: number) => void) | undefined },
): Promise<ChosenMultiplicities> {
  const { seed, totals, wordingsOf } = options;
  const nothing = (): void => {};
  if (law.law === 'counts') return givenCounts(law);
  if (law.law === 'per-wording') return { of: wordingsOf, end: nothing };
  if (law.law === 'factor' && Number.isInteger(law.factor)) return { of: () => law.factor, end: nothing };
  const draws = createKeyedDraws(seed, 'data/duplicate/multiplicity');
  if (totals === 'expected') {
    const draw = createDraw(law);
    return {
      of: (id) => {
        const [a, b, c, d] = draws(id) as unknown as [number, number, number, number];
        return draw(uniformOfWords(a, b), uniformOfWords(c, d));
      },
      end: nothing,
    };
  }
  const keyOf = (id: string): number => {
    const words = draws(id);
    return uniformOfWords(words[0]!, words[1]!);
  };
  const keys = await collectKeys(open, keyOf, context);
  const multiplicities = multiplicitiesByRank(law, keys.length);
  return { of: (id) => multiplicities[rankOf(keys, keyOf(id))]!, end: nothing };
}

function givenCounts({ counts, otherwise }: Extract<CheckedLaw, { law: 'counts' }>): ChosenMultiplicities {
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
        next: 'give it a count, or say how often all others are wanted',
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
}

/** The keys of all documents in ascending order. */
async function collectKeys(
  open: OpenCorpus,
  keyOf: (id: string) => number,
  context: { signal?: AbortSignal | undefined; onDocuments?: ((documents: number) => void) | undefined },
): Promise<Float64Array> {
  let keys = new Float64Array(1 << 12);
  let documents = 0;
  for await (const batch of open()) {
    context.signal?.throwIfAborted();
    for (const { id } of batch) {
      if (documents === keys.length) {
        const grown = new Float64Array(2 * documents);
        grown.set(keys);
        keys = grown;
      }
      keys[documents++] = keyOf(id);
    }
    context.onDocuments?.(documents);
  }
  return keys.slice(0, documents).sort();
}

/** Number of keys below `key`. */
function rankOf(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
