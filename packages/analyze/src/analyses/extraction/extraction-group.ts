import { bootstrapMeans } from '../../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../../statistics/cluster-table.js';
import { columnEstimate, type Estimate } from '../../statistics/estimate.js';
import { resampleClusters } from '../../statistics/resample-clusters.js';
import { resampleSeeds } from '../../statistics/resample-seeds.js';
import type { ExtractionSetting } from './describe-run.js';
import type { Question } from './read-questions.js';

/** What one run answered. */
export interface AnsweredRun {
  id: string;
  setting: ExtractionSetting;
  questions: readonly Question[];
  /** Mean loss of the last pass over the training rows, nats per counted token; null where unknown. */
  loss: number | null;
  /** Entropy of the training rows, nats; null outside a world whose rows are all known. */
  entropyFloor: number | null;
}

/** What is estimated of every group of runs that differ in seeds only. */
export const statistics = {
  heldOut: ({ depth, split, exact }: Question) => (depth === 'qa' && split === 'test' ? exact : undefined),
  heldOutRestricted: ({ depth, split, restricted }: Question) =>
    depth === 'qa' && split === 'test' ? restricted : undefined,
  trained: ({ depth, split, exact }: Question) => (depth === 'qa' && split === 'train' ? exact : undefined),
  stored: ({ depth, exact }: Question) => (depth === 'memorization' ? exact : undefined),
} satisfies Record<string, (question: Question) => boolean | undefined>;
export type Statistic = keyof typeof statistics;
const names = Object.keys(statistics) as Statistic[];

/** Runs that differ in seeds only, with estimates over seeds and facts. */
export interface ExtractionGroup {
  setting: ExtractionSetting;
  seeds: number;
  facts: number;
  /** Held-out questions, over all seeds. */
  heldOut: number;
  /** Shares from 0 to 1; NaN where nothing was asked. */
  shares: Record<Statistic, Estimate>;
  /** Loss minus entropy floor over the runs that know both; undefined where none does. */
  excessLoss: Estimate | undefined;
  /** Wrong held-out answers by class, as shares of all held-out questions. */
  errors: Map<string, number>;
}

/** Groups runs by everything but seeds, in the order in which they come, and resamples seeds and facts. */
export function groupExtraction(
  runs: readonly AnsweredRun[],
  options: { seed: number; resamples: number },
): ExtractionGroup[] {
  const groups = new Map<string, AnsweredRun[]>();
  for (const run of runs) {
    const { world: _world, ...rest } = run.setting;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((members) => estimateGroup(members, options));
}

function estimateGroup(
  runs: readonly AnsweredRun[],
  { seed, resamples }: { seed: number; resamples: number },
): ExtractionGroup {
  const layout = layoutOf(runs);
  const table = createClusterTable(layout.clusters.size, names.length);
  runs.forEach(({ questions }, run) => {
    for (const question of questions) {
      const cluster = layout.clusters.get(`${run} ${question.fact}`)!;
      names.forEach((name, column) => {
        const value = statistics[name](question);
        if (value !== undefined) addValue(table, cluster, column, value ? 1 : 0);
      });
    }
  });
  // Groups share the names of their draws, so that what two of them have in common cancels in a difference.
  const purposes = { seeds: 'extraction seeds', facts: 'extraction facts' };
  const means = bootstrapMeans(table, resampleSeeds(seed, purposes, resamples, layout));
  return {
    setting: runs[0]!.setting,
    seeds: runs.length,
    facts: layout.factsByData.reduce((sum, facts) => sum + facts, 0),
    heldOut: runs.reduce((sum, { questions }) => sum + heldOutOf(questions).length, 0),
    shares: Object.fromEntries(
      names.map((name, column) => [name, columnEstimate(means, column)]),
    ) as ExtractionGroup['shares'],
    excessLoss: meanOverSeeds(
      runs.flatMap(({ loss, entropyFloor }) =>
        loss === null || entropyFloor === null ? [] : loss - entropyFloor,
      ),
      { seed, resamples },
    ),
    errors: errorShares(runs.flatMap(({ questions }) => questions)),
  };
}

const heldOutOf = (questions: readonly Question[]): Question[] =>
  questions.filter(({ depth, split }) => depth === 'qa' && split === 'test');

/** Wrong answers to held-out questions by class, the most frequent first, as shares of all of these questions. */
export function errorShares(questions: readonly Question[]): Map<string, number> {
  const heldOut = heldOutOf(questions);
  const counts = new Map<string, number>();
  for (const { exact, errorClass } of heldOut) {
    if (!exact) counts.set(errorClass, (counts.get(errorClass) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Map(sorted.map(([name, count]) => [name, count / heldOut.length]));
}

/** Clusters are the facts of every run; runs of one world share their facts. */
function layoutOf(runs: readonly AnsweredRun[]) {
  const worlds = [...new Set(runs.map(({ setting }) => setting.world))];
  const numbers = worlds.map(() => new Map<string, number>());
  const clusters = new Map<string, number>();
  const owners: { run: number; world: number; fact: string }[] = [];
  runs.forEach(({ setting, questions }, run) => {
    const world = worlds.indexOf(setting.world);
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
    seeds: runs.length,
    seedOf: Int32Array.from(owners, ({ run }) => run),
    factOf: Int32Array.from(owners, ({ world, fact }) => first[world]! + numbers[world]!.get(fact)!),
    factsByData,
    dataOf: Int32Array.from(runs, ({ setting }) => worlds.indexOf(setting.world)),
  };
}

/** Mean of one number per run, resampled as `resampleSeeds` draws runs. */
function meanOverSeeds(
  values: readonly number[],
  { seed, resamples }: { seed: number; resamples: number },
): Estimate | undefined {
  if (values.length === 0) return undefined;
  const table = createClusterTable(values.length, 1);
  values.forEach((value, run) => {
    addValue(table, run, 0, value);
  });
  const drawn = Math.max(1, values.length - 1);
  const weights = resampleClusters(seed, 'extraction seeds', resamples, values.length, drawn);
  return columnEstimate(bootstrapMeans(table, weights), 0);
}
