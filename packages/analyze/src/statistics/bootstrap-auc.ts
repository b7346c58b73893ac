import { type Estimate, estimateOf } from './estimate.js';
import type { LeftOutRows } from './jackknife.js';

/** Scores of the clusters of one condition, a cluster being what one fact did in one run. */
export interface ScoredClusters {
  /** Float64Array [clusters]; NaN where there is none. */
  scores: Float64Array;
  /** Int32Array [clusters]: number of its run. */
  seedOf: Int32Array;
  /** Uint16Array [rows * clusters], from `clusterWeights`. */
  weights: Uint16Array;
}

/**
 * The area under the ROC curve by which a score tells members from others: the probability that a member of a run scores
 * above another fact of the same run, ties counting half (Mann and Whitney 1947). It is the mean over members of the
 * share of their run's others below them (their placement value, DeLong et al. 1988), so that a run weighs as much as it
 * has members; with weights everything is drawn as often as they say.
 * @returns an estimate from 0 to 1; NaN where no run has both
 */
export function bootstrapAuc(
  members: ScoredClusters,
  others: ScoredClusters,
  leftOut: LeftOutRows,
): Estimate {
  const runs = rankRuns(members, others);
  const rows = members.scores.length === 0 ? 0 : members.weights.length / members.scores.length;
  const once = { members: ones(members), others: ones(others) };
  const values = Float64Array.from({ length: rows }, (_, row) =>
    areaOf(runs, { members: rowOf(members, row), others: rowOf(others, row) }),
  );
  return estimateOf(areaOf(runs, once), values, leftOut);
}

const ones = ({ scores }: ScoredClusters): Uint16Array => new Uint16Array(scores.length).fill(1);

const rowOf = ({ scores, weights }: ScoredClusters, row: number): Uint16Array =>
  weights.subarray(row * scores.length, (row + 1) * scores.length);

/** The clusters of one run, by ascending score. */
interface RankedRun {
  /** Where clusters of equal scores begin, and the end. */
  ties: number[];
  cluster: Int32Array;
  isMember: Uint8Array;
}

function rankRuns(members: ScoredClusters, others: ScoredClusters): RankedRun[] {
  const bySeed = new Map<number, { score: number; cluster: number; isMember: number }[]>();
  for (const [isMember, { scores, seedOf }] of [others, members].entries()) {
    scores.forEach((score, cluster) => {
      if (Number.isNaN(score)) return;
      const seed = seedOf[cluster]!;
      bySeed.set(seed, [...(bySeed.get(seed) ?? []), { score, cluster, isMember }]);
    });
  }
  return Array.from(bySeed.values(), (entries) => {
    entries.sort((a, b) => a.score - b.score);
    const begins = entries.flatMap(({ score }, i) => (i === 0 || score !== entries[i - 1]!.score ? [i] : []));
    return {
      ties: [...begins, entries.length],
      cluster: Int32Array.from(entries, ({ cluster }) => cluster),
      isMember: Uint8Array.from(entries, ({ isMember }) => isMember),
    };
  });
}

function areaOf(runs: readonly RankedRun[], weights: { members: Uint16Array; others: Uint16Array }): number {
  let placements = 0;
  let drawn = 0;
  for (const { ties, cluster, isMember } of runs) {
    let below = 0;
    let sum = 0;
    let count = 0;
    for (let tie = 0; tie + 1 < ties.length; tie++) {
      let tiedMembers = 0;
      let tiedOthers = 0;
      for (let i = ties[tie]!; i < ties[tie + 1]!; i++) {
        if (isMember[i] === 1) tiedMembers += weights.members[cluster[i]!]!;
        else tiedOthers += weights.others[cluster[i]!]!;
      }
      sum += tiedMembers * (below + tiedOthers / 2);
      count += tiedMembers;
      below += tiedOthers;
    }
    if (below === 0) continue;
    placements += sum / below;
    drawn += count;
  }
  return placements / drawn;
}
