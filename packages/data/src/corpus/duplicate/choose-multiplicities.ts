import { createKeyedDraws, uniformOfWords } from '../../random/keyed-draws.js';
import { collectKeys, rankOf } from '../documents/collect-keys.js';
import type { OpenCorpus } from '../documents/corpus-document.js';
import type { ChosenMultiplicities } from './laws/law-kind.js';
import { type CheckedLaw, kindOf, rankedLaw } from './laws/multiplicity-laws.js';

/** Whether totals and means of a law hold exactly, which takes a pass over the ids, or in expectation. */
export const totalsKinds = ['exact', 'expected'] as const;
export type TotalsKind = (typeof totalsKinds)[number];

/**
 * Chooses the multiplicity of every document of a corpus. It depends on the seed, the law, the id, and for exact
 * totals on the set of all ids; never on the order of the documents or the files that they are in.
 * Exact totals give documents ranks by random keys and hold 8 bytes of each in memory.
 * @param wordingsOf wordings of a document, its text among them
 * @throws LetheError when the law cannot be satisfied; signal.reason when aborted
 */
export async function chooseMultiplicities(
  law: CheckedLaw,
  open: OpenCorpus,
  options: { seed: number; totals: TotalsKind; wordingsOf: (id: string) => number },
  context: { signal?: AbortSignal | undefined; onDocuments?: ((documents: number) => void) | undefined },
): Promise<ChosenMultiplicities> {
  const { seed, totals, wordingsOf } = options;
  const ranked = rankedLaw(law);
  if (!ranked) return kindOf(law).byId!(law, wordingsOf);
  const { same } = ranked;
  if (same !== undefined) return { of: () => same };
  const draws = createKeyedDraws(seed, 'data/duplicate/multiplicity');
  if (totals === 'expected') {
    const draw = ranked.draw();
    return {
      of: (id) => {
        const [a, b, c, d] = draws(id) as unknown as [number, number, number, number];
        return draw(uniformOfWords(a, b), uniformOfWords(c, d));
      },
    };
  }
  const keyOf = (id: string): number => {
    const words = draws(id);
    return uniformOfWords(words[0]!, words[1]!);
  };
  const keys = await collectKeys(open, keyOf, context);
  const multiplicities = ranked.byRank(keys.length);
  return { of: (id) => multiplicities[rankOf(keys, keyOf(id))]! };
}
