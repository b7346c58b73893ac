import { LetheError } from '@lethe/contracts';
import { bootstrapMeans } from './bootstrap-means.js';
import { addValue, type ClusterTable, createClusterTable } from './cluster-table.js';
import { columnEstimate, difference, type Estimate, type Interval } from './estimate.js';
import { intervalOf } from './interval-of.js';
import { type LeftOutRows, leftOutGroups, withLeftOut } from './jackknife.js';
import { type ClusterLayout, factsIn, resampleSeeds } from './resample-seeds.js';

/** What one fact measured before and after, as the mean over its probes. */
export interface FactChange {
  /** Id of the fact; the same fact in another seed has the same id. */
  fact: string;
  /** Name of the seed; needed where there are several. */
  seed?: string;
  before: number;
  after: number;
}

export interface ComparisonOptions {
  /** Of the bootstrap. */
  seed: number;
  /** 2,000 unless given. */
  resamples?: number;
  /** 0.95 unless given. */
  level?: number;
  /** `t` unless given. */
  interval?: 't' | 'percentile' | 'bca';
}

export interface DifferenceInDifferences {
  /** Mean change of the condition minus mean change of the controls. */
  value: number;
  /** Undefined where a group has fewer than two facts. */
  interval: Interval | undefined;
  /** Mean changes by themselves. */
  condition: number;
  control: number;
}

/**
 * Change of a condition from before to after minus that of the controls over the same updates, with an
 * interval over facts and, where there are several, over seeds. Seeds are drawn once for both groups, so that
 * what a seed does to all facts cancels.
 * @throws LetheError when a group has no facts, a value is not finite or a fact is twice in a seed
 */
export function differenceInDifferences(
  condition: readonly FactChange[],
  control: readonly FactChange[],
  options: ComparisonOptions,
): DifferenceInDifferences {
  const { seed, resamples = 2000, level = 0.95, interval: method = 't' } = options;
  const seeds = [...new Set([...condition, ...control].map((change) => change.seed ?? ''))];
  const groups = { condition, control };
  const layouts = new Map(
    Object.entries(groups).map(([name, changes]) => {
      if (changes.length > 0) return [name, layoutOfFacts(changes, seeds)];
      throw new LetheError({
        what: `${name === 'condition' ? 'the condition has' : 'there are'} no facts to compare`,
      });
    }),
  );
  const leftOut: LeftOutRows = { method, groups: leftOutGroups(layouts) };
  const estimate = (name: keyof typeof groups): Estimate => {
    const layout = layouts.get(name)!;
    const purposes = { seeds: 'compared seeds', facts: `compared ${name}` };
    const weights = withLeftOut(resampleSeeds(seed, purposes, resamples, layout), layout, name, leftOut);
    return columnEstimate(bootstrapMeans(tableOf(groups[name]), weights, leftOut), 0);
  };
  const [changed, drifted] = [estimate('condition'), estimate('control')];
  const effect = difference(changed, drifted);
  const enough = [...layouts.values()].every((layout) => factsIn(layout) >= 2);
  return {
    value: effect.point,
    interval: enough ? intervalOf(effect, level) : undefined,
    condition: changed.point,
    control: drifted.point,
  };
}

function tableOf(changes: readonly FactChange[]): ClusterTable {
  const table = createClusterTable(changes.length, 1);
  changes.forEach(({ before, after }, cluster) => {
    addValue(table, cluster, 0, after - before);
  });
  return table;
}

/**
 * Clusters of some changes, one per fact and seed, in their order.
 * @param seeds all that there are, also those without these facts
 * @throws LetheError when a value is not finite or a fact is twice in a seed
 */
function layoutOfFacts(changes: readonly FactChange[], seeds: readonly string[]): ClusterLayout {
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
    dataOf: new Int32Array(seeds.length),
  };
}
