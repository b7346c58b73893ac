import type { RowOf } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import { differenceOf } from '../../contrasts/contrast.js';
import { measureLosses } from '../../contrasts/measure-losses.js';
import { placesOf } from '../../contrasts/series.js';
import { detailOf } from '../../contrasts/variable-hypotheses.js';
import { combineGroups } from '../../statistics/combine-groups.js';
import { combine, type Estimate } from '../../statistics/estimate.js';
import { intervalOf, methodOf } from '../../statistics/interval-of.js';
import { type ArmComparison, compareArms, detailOfArms, lastArm } from './compare-arms.js';
import type { deduplicationTable } from './deduplication-table.js';
import { type Arm, findArms } from './find-arms.js';

type Claims = 'F23m' | 'F23g' | 'D1';

/** Arms of an experiment that differ in the deduplication of their background alone; nothing where there are none. */
export async function runDeduplication(
  context: ExperimentContext,
): Promise<
  Outcome<Claims, readonly ArmComparison[], { deduplication: typeof deduplicationTable }> | undefined
> {
  const found = findArms(context);
  if (found.length === 0) return undefined;
  const comparisons = (await Promise.all(found.map(compareArms))).flatMap((one) => one ?? []);
  const losses = await Promise.all(found.map((arms) => lossOf(arms.raw, lastArm(arms), arms.among)));
  return {
    hypotheses: [...comparisons.flatMap(recallHypotheses), ...losses],
    tables: { deduplication: comparisons.flatMap((one) => rowsOf(one, context.options.bootstrap.level)) },
    result: comparisons,
  };
}

function recallHypotheses(comparison: ArmComparison): (Hypothesis<Claims> | Omission<Claims>)[] {
  const { arms, evidence, pairing } = comparison;
  const last = lastArm(arms);
  const [own, raw] = [last, arms.raw].map(
    (arm) =>
      (depth: string): Estimate | undefined =>
        comparison.recalled.find((one) => one.arm === arm && one.condition === '' && one.depth === depth)
          ?.logProbability,
  ) as [(depth: string) => Estimate | undefined, (depth: string) => Estimate | undefined];
  const minus = (a: Estimate, b: Estimate): Estimate =>
    combineGroups((one, other) => one - other, [a, b], pairing !== 'none');
  const common = {
    subject: subjectOf(last, arms.among),
    detail: detailOfArms(comparison),
    evidence,
  };
  const general = (of: typeof own): Estimate | undefined => {
    const means = ['semantic', 'composition'].flatMap((depth) => of(depth) ?? []);
    return means.length === 0
      ? undefined
      : combine((...values) => values.reduce((sum, value) => sum + value, 0) / values.length, ...means);
  };
  const gap = (of: typeof own): Estimate | undefined => {
    const [verbatim, reworded] = [of('memorization'), of('semantic')];
    return verbatim && reworded && combine((one, other) => one - other, verbatim, reworded);
  };
  const [here, there] = [general(own), general(raw)];
  const [narrow, wide] = [gap(own), gap(raw)];
  return [
    here && there
      ? { ...common, claim: 'F23m', estimate: minus(here, there) }
      : omission('F23m', 'needs semantic or composition probes'),
    narrow && wide
      ? { ...common, claim: 'F23g', estimate: minus(wide, narrow) }
      : omission('F23g', 'needs memorization and semantic probes'),
  ];
}

/** The loss on held-out rows, of runs as wholes. */
async function lossOf(raw: Arm, last: Arm, among: string): Promise<Hypothesis<'D1'> | Omission> {
  const places = placesOf([raw, last].map(({ name, group }) => ({ group, value: name, x: null })));
  const series = { axis: 'deduplication', paths: ['data.background.dedup'], among, places };
  const measured = (await measureLosses(series)).find(({ quantity }) => quantity.name === 'evaluation_loss');
  if (!measured) return omission('D1', 'needs train.evaluation and data.evaluation');
  return {
    claim: 'D1',
    subject: subjectOf(last, among),
    detail: detailOf(measured),
    estimate: differenceOf(measured),
    evidence: measured.evidence,
  };
}

const subjectOf = ({ name }: Arm, among: string): string =>
  [`${name} - raw`, among].filter((part) => part !== '').join(', ');

function rowsOf(
  { arms: { among }, recalled, pairing }: ArmComparison,
  level: number,
): RowOf<typeof deduplicationTable>[] {
  return recalled.map(
    ({ arm: { name, group }, condition, depth, encounters, logProbability, exactMatch, minusRaw }) => {
      const ends = intervalOf(logProbability, level);
      const difference = minusRaw && intervalOf(minusRaw, level);
      return {
        among,
        arm: name,
        run: group.statistics.cohort.id,
        ...{ condition, depth, encounters },
        log_probability: logProbability.point,
        low: ends?.low ?? null,
        high: ends?.high ?? null,
        exact_match: exactMatch?.point ?? null,
        minus_raw: minusRaw?.point ?? null,
        minus_raw_low: difference?.low ?? null,
        minus_raw_high: difference?.high ?? null,
        interval_method: methodOf(logProbability),
        seeds: group.runs.length,
        pairing,
      };
    },
  );
}
