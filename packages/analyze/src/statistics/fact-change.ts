import { LetheError } from '@lethe/contracts';
import type { ClusterLayout } from './resample-seeds.js';

/** What one fact measured before and after, as the mean over its probes. */
export interface FactChange {
  /** Id of the fact; the same fact in another seed has the same id. */
  fact: string;
  /** Name of the seed; needed where there are several. */
  seed?: string;
  before: number;
  after: number;
}

/**
 * Clusters of some changes, one per fact and seed, in their order.
 * @param seeds all that there are, also those without these facts
 * @throws LetheError when a value is not finite or a fact is twice in a seed
 */
export function layoutOfFacts(changes: readonly FactChange[], seeds: readonly string[]): ClusterLayout {
  const facts = new Map<string, number>();
  const seen = new Set<string>();
  const seedOf: number[] = [];
  const factOf: number[] = [];
  for (const { fact, seed = '', before, after } of changes) {
    const key = `${seed}\n${fact}`;
    if (seen.has(key) || !Number.isFinite(after - before)) {
      throw new LetheError({
        what: seen.has(key) ? 'a fact occurs twice in a seed' : 'a fact has no finite change',
        where: `fact ${fact}${seed === '' ? '' : `, seed ${seed}`}`,
        next: 'give one finite value before and after per fact and seed',
      });
    }
    seen.add(key);
    if (!facts.has(fact)) facts.set(fact, facts.size);
    seedOf.push(seeds.indexOf(seed));
    factOf.push(facts.get(fact)!);
  }
  return {
    seeds: seeds.length,
    seedOf: Int32Array.from(seedOf),
    factOf: Int32Array.from(factOf),
    factsByData: [facts.size],
  };
}
