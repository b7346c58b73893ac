import type { Resampling } from '../../settings/resampling.js';
import { bootstrapMeans } from '../../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../../statistics/estimate.js';
import { type LeftOutRows, leftOutGroups, withLeftOut } from '../../statistics/jackknife.js';
import { type ClusterLayout, resampleSeeds } from '../../statistics/resample-seeds.js';
import { exactShare } from '../../statistics/share-interval.js';
import { type Statistic, statisticNames, statistics } from './answer-statistics.js';
import type { Question } from './read-questions.js';

/** The share of questions with an outcome, and what it was counted from. */
export interface ShareEstimate extends Estimate {
  /** Facts that were asked; one that several runs share counts once. */
  facts: number;
  /** Sum over these facts of the share of their questions with the outcome: a whole number where all of a fact agree. */
  successes: number;
  /** The share in every run, in their order; NaN where nothing was asked. */
  bySeed: readonly number[];
}

/** Answers of one run, and what names its facts: runs of one world share them. */
export interface AnsweredWorld {
  questions: readonly Question[];
  world: string;
}

/**
 * Shares over runs that differ in seeds only; NaN where nothing was asked. Where intervals are Student's, those of shares
 * are exact; else they are of what is resampled over seeds and facts.
 * Calls with as many runs and facts share their draws, so that what two groups have in common cancels in a difference.
 */
export function estimateShares(
  runs: readonly AnsweredWorld[],
  { seed, resamples, method }: Resampling,
): { shares: Record<Statistic, ShareEstimate>; facts: number } {
  const { layout, clusters } = layoutOf(runs);
  const table = createClusterTable(clusters.size, statisticNames.length);
  runs.forEach(({ questions }, run) => {
    for (const question of questions) {
      const cluster = clusters.get(`${run} ${question.fact}`)!;
      statisticNames.forEach((name, column) => {
        const value = statistics[name](question);
        if (value !== undefined) addValue(table, cluster, column, value ? 1 : 0);
      });
    }
  });
  const purposes = { seeds: 'extraction seeds', facts: 'extraction facts' };
  const leftOut: LeftOutRows = { method, groups: leftOutGroups(new Map([[FACTS, layout]])) };
  const weights = withLeftOut(resampleSeeds(seed, purposes, resamples, layout), layout, FACTS, leftOut);
  const means = bootstrapMeans(table, weights, leftOut);
  const estimates = statisticNames.map((name, column): [Statistic, ShareEstimate] => {
    const columns = { sums: columnOf(table.sums, column), counts: columnOf(table.counts, column) };
    const counted = countFacts(columns, layout);
    const estimate = columnEstimate(means, column);
    return [name, { ...(method === 't' ? exactShare(estimate, counted.facts) : estimate), ...counted }];
  });
  return {
    shares: Object.fromEntries(estimates) as Record<Statistic, ShareEstimate>,
    facts: layout.factsByData.reduce((sum, count) => sum + count, 0),
  };
}

/** Facts are all of one kind here. */
const FACTS = 'facts';

const columnOf = (values: Float64Array, column: number): Float64Array =>
  values.filter((_, at) => at % statisticNames.length === column);

/** @param columns Float64Arrays [clusters]: questions with the outcome, and questions that were asked */
function countFacts(
  { sums, counts }: { sums: Float64Array; counts: Float64Array },
  { seeds, seedOf, factOf, factsByData }: ClusterLayout,
): Omit<ShareEstimate, keyof Estimate> {
  const shares = (size: number, owners: Int32Array): number[] => {
    const [yes, asked] = [new Float64Array(size), new Float64Array(size)];
    owners.forEach((owner, cluster) => {
      yes[owner]! += sums[cluster]!;
      asked[owner]! += counts[cluster]!;
    });
    return Array.from(yes, (value, owner) => value / asked[owner]!);
  };
  const byFact = shares(
    factsByData.reduce((sum, count) => sum + count, 0),
    factOf,
  ).filter((share) => !Number.isNaN(share));
  return {
    facts: byFact.length,
    successes: byFact.reduce((sum, share) => sum + share, 0),
    bySeed: shares(seeds, seedOf),
  };
}

/** Clusters are the facts of every run; runs of one world share their facts. */
function layoutOf(runs: readonly AnsweredWorld[]): { layout: ClusterLayout; clusters: Map<string, number> } {
  const worlds = [...new Set(runs.map(({ world }) => world))];
  const numbers = worlds.map(() => new Map<string, number>());
  const clusters = new Map<string, number>();
  const owners: { run: number; world: number; fact: string }[] = [];
  runs.forEach(({ world: name, questions }, run) => {
    const world = worlds.indexOf(name);
    for (const fact of [...new Set(questions.map((question) => question.fact))].sort()) {
      if (!numbers[world]!.has(fact)) numbers[world]!.set(fact, numbers[world]!.size);
      clusters.set(`${run} ${fact}`, owners.length);
      owners.push({ run, world, fact });
    }
  });
  const factsByData = numbers.map(({ size }) => size);
  const first = factsByData.map((_, world) => factsByData.slice(0, world).reduce((sum, n) => sum + n, 0));
  return {
    clusters,
    layout: {
      seeds: runs.length,
      seedOf: Int32Array.from(owners, ({ run }) => run),
      factOf: Int32Array.from(owners, ({ world, fact }) => first[world]! + numbers[world]!.get(fact)!),
      factsByData,
      dataOf: Int32Array.from(runs, ({ world }) => worlds.indexOf(world)),
    },
  };
}
