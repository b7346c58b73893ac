import type { Resampling } from '../../settings/resampling.js';
import { bootstrapMeans } from '../../statistics/bootstrap-means.js';
import { addValue, type ClusterTable, createClusterTable } from '../../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../../statistics/estimate.js';
import { type LeftOut, leftOutGroups } from '../../statistics/jackknife.js';
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

/** Shares of the answers of runs that differ in seeds only, and how many distinct facts they are of. */
export type EstimateShares = (runs: readonly AnsweredWorld[]) => {
  shares: Record<Statistic, ShareEstimate>;
  facts: number;
};

/**
 * Estimates shares; NaN where nothing was asked. Where intervals are Student's, those of shares are exact; else they are
 * of what is resampled over seeds and facts. Groups of as many runs and facts share their draws, so that what two of
 * them have in common cancels in a difference.
 */
export function shareEstimator({ seed, resamples, method }: Resampling): EstimateShares {
  const purposes = { seeds: 'extraction seeds', facts: 'extraction facts' };
  const weightsOf = rememberLast((layout) => resampleSeeds(seed, purposes, resamples, layout));
  return (runs) => {
    const { layout, clusters } = layoutOf(runs);
    const table = tableOf(runs, clusters);
    const means = bootstrapMeans(table, weightsOf(layout));
    const estimates = statisticNames.map((name, column): [Statistic, ShareEstimate] => {
      const own = { sums: columnOf(table.sums, column), counts: columnOf(table.counts, column) };
      const counted = countFacts(own, layout);
      const estimate = { ...columnEstimate(means, column), leftOut: leftOutOf(own, layout), method };
      return [name, { ...exactShare(estimate, counted.facts), ...counted }];
    });
    return {
      shares: Object.fromEntries(estimates) as Record<Statistic, ShareEstimate>,
      facts: layout.factsByData.reduce((sum, count) => sum + count, 0),
    };
  };
}

/** Groups of one experiment mostly have one layout. */
function rememberLast(weightsOf: (layout: ClusterLayout) => Uint16Array): typeof weightsOf {
  let last: { key: string; weights: Uint16Array } | undefined;
  return (layout) => {
    const key = [layout.seeds, layout.factsByData, layout.seedOf, layout.factOf].join(' ');
    if (last?.key !== key) last = { key, weights: weightsOf(layout) };
    return last.weights;
  };
}

function tableOf(runs: readonly AnsweredWorld[], clusters: ReadonlyMap<string, number>): ClusterTable {
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
  return table;
}

const columnOf = (values: Float64Array, column: number): Float64Array =>
  values.filter((_, at) => at % statisticNames.length === column);

/** Questions with an outcome and questions that were asked, Float64Arrays [clusters]. */
interface Counts {
  sums: Float64Array;
  counts: Float64Array;
}

/** The share with everything left out that varies; of sums it needs no weights, which many facts would make too many. */
function leftOutOf(own: Counts, layout: ClusterLayout): LeftOut[] {
  const { seedOf, factOf, dataOf } = layout;
  const owners: Record<LeftOut['of'], Int32Array> = {
    facts: factOf,
    cells: seedOf.map((_, cluster) => cluster),
    seeds: seedOf,
    data: seedOf.map((run) => dataOf[run]!),
  };
  const total = { sums: sumOf(own.sums), counts: sumOf(own.counts) };
  return leftOutGroups(new Map([['facts', layout]])).map(({ size, ...group }) => {
    const { sums, counts } = sumsBy(own, owners[group.of], size);
    const values = sums.map((sum, i) => (total.sums - sum) / (total.counts - counts[i]!));
    return { ...group, values };
  });
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function sumsBy(own: Counts, owners: Int32Array, size: number): Counts {
  const by = { sums: new Float64Array(size), counts: new Float64Array(size) };
  owners.forEach((owner, cluster) => {
    by.sums[owner]! += own.sums[cluster]!;
    by.counts[owner]! += own.counts[cluster]!;
  });
  return by;
}

function countFacts(own: Counts, { seeds, seedOf, factOf, factsByData }: ClusterLayout) {
  const shares = (size: number, owners: Int32Array): number[] => {
    const { sums, counts } = sumsBy(own, owners, size);
    return Array.from(sums, (sum, owner) => sum / counts[owner]!);
  };
  const facts = factsByData.reduce((sum, count) => sum + count, 0);
  const byFact = shares(facts, factOf).filter((share) => !Number.isNaN(share));
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
