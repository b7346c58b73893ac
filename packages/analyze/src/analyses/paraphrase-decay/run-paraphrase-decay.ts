import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { kindAt, pairedCells, withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { difference } from '../../statistics/estimate.js';
import { type DesignChecks, unjudgedBy } from '../control-drift/run-control-drift.js';
import { rangeOf, TOO_FEW_TIMES } from '../decay/run-decay.js';

type Claims = 'F13' | 'F13n';

/** The decay constant of paraphrase minus that of duplication, by depth: as published, and net of controls. */
export function runParaphraseDecay(context: GroupContext<unknown, { drift: DesignChecks }>): Outcome<Claims> {
  const { statistics, evidence, needs } = context;
  const pairs = pairedCells(context, 'duplication', 'paraphrase');
  if (pairs.length === 0) {
    return { hypotheses: [omission('F13', 'needs facts of both duplication and paraphrase')] };
  }
  const compare = (
    claim: Claims,
    [duplicated, paraphrased]: readonly [Cell, Cell],
    fitOf: (cell: Cell) => RetentionFit | undefined,
  ): Hypothesis<Claims> | Omission => {
    const [same, other] = [fitOf(duplicated), fitOf(paraphrased)];
    if (!same || !other) return omission(`${claim} of ${duplicated.depth}`, TOO_FEW_TIMES);
    const conditions = ['duplication', 'paraphrase'];
    const published = claim === 'F13';
    const unjudged = [duplicated, paraphrased].flatMap((cell) => unjudgedBy(needs.drift.get(cell)) ?? [])[0];
    return {
      claim,
      ...(published ? {} : kindAt(context, duplicated)),
      subject: duplicated.depth,
      detail: rangeOf(same),
      unjudged: published ? unjudged : undefined,
      estimate: difference(other.estimates[1]!, same.estimates[1]!),
      evidence: evidence(
        ...(published ? conditions : withControls(context, duplicated.depth, ...conditions)),
      ),
    };
  };
  const net = pairs.filter(([{ depth }]) => statistics.hasControl(depth));
  return {
    hypotheses: [
      ...pairs.map((pair) => compare('F13', pair, (cell) => statistics.retention(cell).logarithmic)),
      ...net.map((pair) =>
        compare('F13n', pair, (cell) => statistics.crossFittedRetention(cell)?.logarithmic),
      ),
    ],
  };
}
