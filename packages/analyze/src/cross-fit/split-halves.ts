import { createRandom } from '@lethe/contracts';

/** Splits into halves over which estimates are averaged, so that no single split decides. */
export const SPLITS = 10;

/** Which half a fact is in, by split; one that is alone is in both. */
export type HalvesOf = (fact: string, split: number) => readonly (0 | 1)[];

/**
 * Splits facts into two halves of equal size, again and again. What half a fact is in depends on the seed and the set of
 * ids alone, so that it is the same in all runs.
 * @param name of the set of facts: equal names give equal splits
 */
export function splitHalves(seed: number, name: string, facts: Iterable<string>): HalvesOf {
  const ids = [...new Set(facts)].sort();
  if (ids.length === 1) return () => [0, 1];
  const splits = Array.from({ length: SPLITS }, (_, split) => {
    const random = createRandom(seed, `halves ${name}`, split);
    const order = random.shuffle([...ids]);
    // Of an odd number either half may have one more.
    const first = random.int(2);
    return new Map(order.map((id, place) => [id, [((place + first) % 2) as 0 | 1]]));
  });
  return (fact, split) => splits[split]!.get(fact)!;
}
