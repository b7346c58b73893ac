import type { Evidence } from '../../claims/judge.js';
import { clusterLayouts } from '../../cohort/cluster-layouts.js';
import { isSeedLabel, sweptSettings } from '../../cohort/group-runs.js';
import { CONTROL } from '../../measurements/measurements.js';
import type { Resampling } from '../../settings/resampling.js';
import { bootstrapAuc, type ScoredClusters } from '../../statistics/bootstrap-auc.js';
import { bootstrapMeans } from '../../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../../statistics/cluster-table.js';
import { clusterWeights } from '../../statistics/cluster-weights.js';
import { columnEstimate, difference, type Estimate } from '../../statistics/estimate.js';
import { type ClusterLayout, factsIn } from '../../statistics/resample-seeds.js';
import { exactShare } from '../../statistics/share-interval.js';
import { type Arm, findArms, ladderOf } from './arms.js';
import { boundedArea } from './bounded-area.js';
import { type Measure, measuresOf } from './measures.js';
import type { DosedRun } from './read-dosed-run.js';

/** Runs that differ in seeds only, and what their facts became by dose. */
export interface DoseGroup {
  id: string;
  label: string;
  /** Swept values that are no seeds. */
  settings: ReadonlyMap<string, string>;
  runs: readonly DosedRun[];
  arms: readonly Arm[];
  /** Arms of different doses, ascending. */
  ladder: readonly Arm[];
  /** Conditions whose facts have different doses. */
  uneven: readonly string[];
  measures: readonly Measure[];
  hasControls: boolean;
  /** What a measure says of an arm; undefined where it needs controls and there are none. */
  of(measure: Measure, condition: string): Estimate | undefined;
  evidence(...conditions: string[]): Evidence;
  /** Number of facts of a condition in all runs, one that several runs share counted in each. */
  observations(condition: string): number;
  /** What has to agree for rows of two groups to be paired. */
  pairingOf(conditions: readonly string[]): string;
}

/** Gathers what is known of a group; its estimates are made when they are asked for. */
export function doseGroup(
  { id, label }: { id: string; label: string },
  runs: readonly DosedRun[],
  resampling: Resampling,
): DoseGroup {
  const { arms, uneven } = findArms(runs);
  const { clusters, clusterOf } = clusterLayouts(runs);
  // Equal names: draws of groups of one layout are the same.
  const { weightsOf, leftOut } = clusterWeights('dose', clusters, resampling);
  const hasControls = clusters.has(CONTROL);
  const remember = new Map<string, Estimate | undefined>();

  const valuesOf = (name: string, condition: string): Float64Array => {
    const found = new Float64Array(clusters.get(condition)!.seedOf.length).fill(Number.NaN);
    runs.forEach(({ measurements, values }, run) => {
      const own = values.get(name);
      measurements.facts.forEach((fact, number) => {
        if (own && fact.condition === condition) found[clusterOf(run, number)] = own[number]!;
      });
    });
    return found;
  };
  const scored = (name: string, condition: string): ScoredClusters => ({
    scores: valuesOf(name, condition),
    seedOf: clusters.get(condition)!.seedOf,
    weights: weightsOf(condition),
  });
  const meanOf = (measure: Measure, condition: string): Estimate | undefined => {
    const layout = clusters.get(condition);
    if (!layout) return undefined;
    const values = valuesOf(measure.name, condition);
    const table = createClusterTable(values.length, 1);
    values.forEach((value, cluster) => {
      addValue(table, cluster, 0, value);
    });
    const mean = columnEstimate(bootstrapMeans(table, weightsOf(condition), leftOut), 0);
    if (Number.isNaN(mean.point)) return undefined;
    return measure.kind === 'share' ? exactShare(mean, factsIn(layout)) : mean;
  };
  const make = (measure: Measure, condition: string): Estimate | undefined => {
    if (measure.kind === 'share') return meanOf(measure, condition);
    if (!hasControls || condition === CONTROL) return undefined;
    if (measure.kind === 'gain') {
      const [own, others] = [meanOf(measure, condition), meanOf(measure, CONTROL)];
      return own && others && difference(own, others);
    }
    const area = bootstrapAuc(scored(measure.name, condition), scored(measure.name, CONTROL), leftOut);
    if (Number.isNaN(area.point)) return undefined;
    return boundedArea(area, factsIn(clusters.get(condition)!));
  };
  return {
    ...{ id, label, runs, arms, uneven, hasControls },
    settings: new Map(sweptSettings(runs[0]!.run).map(([name, value]) => [name, String(value)])),
    ladder: ladderOf(arms),
    measures: measuresOf(runs),
    of(measure, condition) {
      const key = `${measure.label} ${condition}`;
      if (!remember.has(key)) remember.set(key, make(measure, condition));
      return remember.get(key);
    },
    evidence: (...conditions) => ({
      seeds: runs.length,
      facts: Math.min(...conditions.map((condition) => factsOf(clusters, condition))),
    }),
    observations: (condition) => clusters.get(condition)?.seedOf.length ?? 0,
    pairingOf: (conditions) =>
      JSON.stringify([
        runs.map(({ run }) => Object.entries(run.values).filter(([name]) => isSeedLabel(name))),
        conditions.map((condition) => {
          const layout = clusters.get(condition);
          const ids = runs.map(({ measurements: { facts } }) =>
            facts.filter((fact) => fact.condition === condition).map((fact) => fact.id),
          );
          return [ids, layout && [[...layout.seedOf], [...layout.factOf], [...layout.dataOf]]];
        }),
      ]),
  };
}

const factsOf = (clusters: ReadonlyMap<string, ClusterLayout>, condition: string): number => {
  const layout = clusters.get(condition);
  return layout ? factsIn(layout) : 0;
};
