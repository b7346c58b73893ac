import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { kindAt, NO_HALVES, pairedCells, withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission, withheld } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import { lastSharedBin } from '../../cohort/last-shared-bin.js';
import { combine, difference, type Estimate } from '../../statistics/estimate.js';
import { isPositive } from '../../statistics/interval-of.js';

type Pair = [duplicated: Cell, paraphrased: Cell];

/** The lead of duplication over paraphrase per encounter, and what share of it is left at the end, by depth. */
export function runDuplication(context: GroupContext): Outcome<'F5' | 'F6'> {
  const pairs = pairedCells(context, 'duplication', 'paraphrase');
  if (pairs.length === 0) {
    const why = 'needs facts of both duplication and paraphrase';
    return { hypotheses: [omission('F5', why), omission('F6', why)] };
  }
  return {
    hypotheses: [
      ...pairs.map((pair) => leadPerEncounter(context, pair)),
      ...pairs.map((pair) => lastingShare(context, pair)),
    ],
  };
}

function leadPerEncounter(context: GroupContext, pair: Pair): Hypothesis<'F5'> | Omission {
  const { statistics, evidence } = context;
  const { depth } = pair[0];
  const [same, other] = pair.map((cell) => statistics.crossFittedEffectivity(cell));
  if (!same || !other) return omission(`F5 of ${depth}`, NO_HALVES);
  return {
    claim: 'F5',
    ...kindAt(context, pair[0]),
    subject: depth,
    estimate: difference(same, other),
    evidence: evidence(...withControls(context, depth, 'duplication', 'paraphrase')),
  };
}

function lastingShare(context: GroupContext, [same, other]: Pair): Hypothesis<'F6'> | Omission<'F6'> {
  const { statistics, evidence } = context;
  const column = lastSharedBin([same, other]);
  if (column < 1) {
    return omission(`F6 of ${same.depth}`, 'nothing was measured after the last local acquisition maximum');
  }
  const lead = (kind: 'after' | 'atLam'): Estimate | undefined => {
    const [more, less] = [same, other].map((cell) => statistics.crossFittedGain(cell, kind, [column]));
    return more && less && difference(more, less);
  };
  const [start, late] = [lead('atLam'), lead('after')];
  if (!start || !late) return omission(`F6 of ${same.depth}`, NO_HALVES);
  const conditions = withControls(context, same.depth, 'duplication', 'paraphrase');
  const common = { claim: 'F6' as const, evidence: evidence(...conditions) };
  // A share of a lead means nothing where there is no lead.
  if (!isPositive(start, statistics.level)) {
    return withheld(`F6 of ${same.depth}`, 'duplication has no clear lead that it could lose', common);
  }
  const { from, to } = same.gainBins[column]!;
  return {
    ...common,
    subject: same.depth,
    detail: `t = ${from}..${to}`,
    estimate: combine((left, early) => left / early, late, start),
  };
}
