import { createRandom } from '@lethe/contracts';

/** Splits into folds over which estimates are averaged, so that no single split decides. */
export const SPLITS = 4;

/** Parts of a split: most facts choose the lag at which the rest are read. */
export const FOLDS = 5;

/** Which fold a fact is in, by split; one that is alone is in all. */
export type FoldsOf = (fact: string, split: number) => readonly number[];

/**
 * Splits facts into folds of equal size, but for one fact, again and again. What fold a fact is in depends on the seed
 * and the set of ids alone, so that it is the same in all runs.
 * @param name of the set of facts: equal names give equal splits
 */
export function splitFolds(seed: number, name: string, facts: Iterable<string>, folds: number): FoldsOf {
  const ids = [...new Set(facts)].sort();
  if (ids.length === 1) return () => Array.from({ length: folds }, (_, fold) => fold);
  const splits = Array.from({ length: SPLITS }, (_, split) => {
    const random = createRandom(seed, `folds ${name}`, split);
    const order = random.shuffle([...ids]);
    // Where they do not divide evenly, any fold may have one more.
    const first = random.int(folds);
    return new Map(order.map((id, place) => [id, [(place + first) % folds]]));
  });
  return (fact, split) => splits[split]!.get(fact)!;
}
