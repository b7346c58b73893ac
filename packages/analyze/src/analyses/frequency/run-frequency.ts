import type { RowOf } from '@lethe/contracts';
import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission, withheld } from '../../claims/judge.js';
import { CONTROL } from '../../measurements/measurements.js';
import { finalRecall } from '../../recall/final-recall.js';
import { toldConditions } from '../../recall/told-facts.js';
import { intervalOf, methodOf } from '../../statistics/interval-of.js';
import type { frequencyTable } from './frequency-table.js';
import { type RecallCurve, recallCurve } from './recall-curve.js';

type Claims = 'L1' | 'L1e';

/** Encounters have to differ by this much between facts before a slope means anything. */
const LEAST_RATIO = 4;

/** Recall by the number of encounters of all facts that the background tells; nothing where it tells none. */
export async function runFrequency(
  context: GroupContext,
): Promise<Outcome<Claims, readonly RecallCurve[], { frequency: typeof frequencyTable }> | undefined> {
  const { statistics, runs } = context;
  const conditions = toldConditions(statistics.cohort);
  if (conditions.length === 0) return undefined;
  const recall = await finalRecall(statistics.cohort, runs);
  const curves = [...recall].flatMap(([depth, own]) => recallCurve(statistics, depth, own, conditions) ?? []);
  return {
    hypotheses: curves.flatMap((curve) => slopes(context, curve, conditions)),
    tables: { frequency: curves.flatMap((curve) => rowsOf(context, curve, conditions)) },
    result: curves,
  };
}

function slopes(
  context: GroupContext,
  { depth, range, slope, exactSlope, isAnsweredUnequally }: RecallCurve,
  conditions: readonly string[],
): (Hypothesis<Claims> | Omission<Claims>)[] {
  const { from, to } = range;
  if (to < LEAST_RATIO * from) {
    return [omission(`L1 of ${depth}`, `all facts are met about equally often: ${from} to ${to} times`)];
  }
  const common = {
    subject: depth,
    detail: `${from} to ${to} encounters`,
    evidence: context.evidence(...withControls(context, depth, ...conditions)),
  };
  return [
    { ...common, claim: 'L1', estimate: slope },
    ...(exactSlope
      ? [answered(depth, isAnsweredUnequally, { ...common, claim: 'L1e', estimate: exactSlope })]
      : []),
  ];
}

/** Where all facts are answered alike a slope of 0 has no error that anything could tell. */
const answered = (
  depth: string,
  isAnsweredUnequally: boolean,
  hypothesis: Hypothesis<'L1e'>,
): Hypothesis<'L1e'> | Omission<'L1e'> =>
  isAnsweredUnequally ? hypothesis : withheld(`L1e of ${depth}`, 'all facts are answered alike', hypothesis);

function rowsOf(
  { statistics: { cohort, level } }: GroupContext,
  { depth, bins }: RecallCurve,
  conditions: readonly string[],
): RowOf<typeof frequencyTable>[] {
  return bins.map(({ from, to, encounters, facts, logProbability, exactMatch }) => {
    // Controls are net of themselves.
    const ends = to === 0 ? undefined : intervalOf(logProbability, level);
    const exactEnds = exactMatch && intervalOf(exactMatch, level);
    return {
      run: cohort.id,
      depth,
      ...{ from, to, encounters, facts },
      log_probability: logProbability.point,
      low: ends?.low ?? null,
      high: ends?.high ?? null,
      exact_match: exactMatch?.point ?? null,
      exact_match_low: exactEnds?.low ?? null,
      exact_match_high: exactEnds?.high ?? null,
      interval_method: methodOf(logProbability),
      conditions: to === 0 ? CONTROL : conditions.join(', '),
    };
  });
}
