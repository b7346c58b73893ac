import type { Evidence } from '../../claims/judge.js';
import { leastEvidence } from '../../contrasts/measure-series.js';
import { type Pairing, pairingOf } from '../../contrasts/pairing.js';
import { detailOf } from '../../contrasts/variable-hypotheses.js';
import { CONTROL } from '../../measurements/measurements.js';
import { type FinalRecall, finalRecall } from '../../recall/final-recall.js';
import { type MeanRecall, meanRecall } from '../../recall/mean-recall.js';
import { encountersOf, toldConditions } from '../../recall/told-facts.js';
import { combineGroups, withSamples } from '../../statistics/combine-groups.js';
import type { Estimate } from '../../statistics/estimate.js';
import type { Arm, Arms } from './find-arms.js';

/** What one arm recalls of the facts of some scenarios by probes of one depth. */
export interface ArmRecall extends MeanRecall {
  arm: Arm;
  /** Empty for all facts that are told. */
  condition: string;
  depth: string;
  /** Geometric mean of the encounters of a fact. */
  encounters: number;
  /** Log-probability minus that of the raw arm; undefined for that arm. */
  minusRaw: Estimate | undefined;
}

/** Arms and what they recall. */
export interface ArmComparison {
  arms: Arms;
  /** Conditions of facts that all arms tell. */
  conditions: string[];
  depths: string[];
  pairing: Pairing;
  evidence: Evidence;
  recalled: ArmRecall[];
}

/**
 * Measures every arm on all facts that are told and on those of each scenario, and takes the raw arm from the others: pair
 * by pair where they share seeds and facts.
 * @returns undefined where the arms tell no facts in common
 */
export async function compareArms(arms: Arms): Promise<ArmComparison | undefined> {
  const all = [arms.raw, ...arms.deduplicated];
  const cohorts = all.map(({ group }) => group.statistics.cohort);
  const told = cohorts.map(toldConditions);
  const conditions = told[0]!.filter((condition) => told.every((own) => own.includes(condition)));
  if (conditions.length === 0) return undefined;
  const groups = all.map(({ group }) => group);
  const controlled = cohorts.every((cohort) => cohort.conditions.includes(CONTROL));
  const compared = controlled ? [...conditions, CONTROL] : conditions;
  const pairing = pairingOf(groups, compared);
  const recalls = await Promise.all(
    groups.map(({ statistics, runs }) => finalRecall(statistics.cohort, runs)),
  );
  const depths = cohorts[0]!.depths.filter((depth) => recalls.every((recall) => recall.has(depth)));

  const recalled = ['', ...conditions].flatMap((condition) => {
    const own = condition === '' ? conditions : [condition];
    return depths.flatMap((depth) => {
      const [raw, ...others] = all.map((arm, a) => measure(arm, recalls[a]!.get(depth)!, own, compared));
      if (!raw) return [];
      return [raw, ...others].flatMap((mean, a): ArmRecall[] => {
        if (!mean) return [];
        const pair = [mean.logProbability, raw.logProbability];
        const minusRaw =
          a === 0 ? undefined : combineGroups((value, base) => value - base, pair, pairing !== 'none');
        return [
          { ...mean, arm: all[a]!, condition, depth, minusRaw, encounters: meanEncounters(all[a]!, own) },
        ];
      });
    });
  });
  const evidence = leastEvidence(groups.map((group) => group.evidence(...compared)));
  return { arms, conditions, depths, pairing, evidence, recalled };
}

function measure(
  { group: { statistics } }: Arm,
  recall: FinalRecall,
  conditions: readonly string[],
  samples: readonly string[],
): MeanRecall | undefined {
  const mean = meanRecall(statistics, recall, conditions);
  return mean && { ...mean, logProbability: withSamples(mean.logProbability, samples) };
}

function meanEncounters({ group: { statistics } }: Arm, conditions: readonly string[]): number {
  const { cohort } = statistics;
  const logs = cohort.runs.flatMap(({ measurements: { facts } }, run) =>
    facts.flatMap(({ condition }, fact) =>
      conditions.includes(condition) ? [Math.log2(encountersOf(cohort, run, fact))] : [],
    ),
  );
  return 2 ** (logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** The arm that stands for deduplication: refilled where there is one. */
export const lastArm = ({ deduplicated }: Arms): Arm => deduplicated.at(-1)!;

/** Which options differ, and whether seeds and facts are paired. */
export const detailOfArms = ({ pairing }: ArmComparison): string =>
  detailOf({ series: { paths: ['data.background.dedup'] }, pairing });
