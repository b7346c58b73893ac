import { groupBy, type RowOf } from '@lethe/contracts';
import type { ExperimentContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { meanOverRuns } from '../../settings/mean-over-runs.js';
import { type Resampling, resamplingOf } from '../../settings/resampling.js';
import { combine, type Estimate } from '../../statistics/estimate.js';
import { intervalOf } from '../../statistics/interval-of.js';
import type { ExtractionGroup } from '../extraction/extraction-group.js';
import { gap, hypothesesOf, type Statement } from '../extraction/statement.js';
import { boundaryExponents } from './boundary.js';
import { errorBound, type Phase, type PhaseCell, phasesOf } from './phase-cells.js';
import type { phaseClaims } from './phase-claims.js';
import type { phaseTable } from './phase-table.js';

type ClaimKey = keyof typeof phaseClaims;

/**
 * How much fine-tuning extracts over K, |R| and N_f, and by which law.
 * @returns undefined where no kind of fine-tuning was tried in worlds of several |R|
 */
export function runPhase({
  needs: { extraction },
  options,
}: Pick<ExperimentContext<unknown, { extraction: readonly ExtractionGroup[] }>, 'needs' | 'options'>):
  | Outcome<ClaimKey, readonly Phase[], { phase: typeof phaseTable }>
  | undefined {
  const phases = phasesOf(extraction);
  if (phases.length === 0) return undefined;
  const resampling = resamplingOf(options);
  return {
    hypotheses: hypothesesOf(phases.flatMap((phase) => statementsOf(phase, resampling))),
    tables: { phase: phases.flatMap((phase) => rowsOf(phase, options.bootstrap.level)) },
    result: phases,
  };
}

function statementsOf(phase: Phase, resampling: Resampling): Statement<ClaimKey>[] {
  return [...alongShares(phase), ...exponents(phase, resampling), ...beyondBound(phase)];
}

/** The smallest and the largest |R| of the share K/|R| that most worlds have, for every N_f. */
function alongShares({ kind, cells }: Phase): Statement<ClaimKey>[] {
  return [...groupBy(cells, ({ fineTuned }) => String(fineTuned)).values()].flatMap((members) => {
    const lines = [...groupBy(members, shareOfTemplates).values()].sort(
      (a, b) => b.length - a.length || shareOf(a[0]!) - shareOf(b[0]!),
    );
    const line = lines[0]!.toSorted((a, b) => a.templates - b.templates);
    const [least, most] = [line[0]!, line.at(-1)!];
    if (least === most) return [];
    return {
      claim: 'G6' as const,
      subject: `${kind}, N_f=${most.fineTuned}, K/|R|=${shareOfTemplates(most)}, |R|=${most.templates} - |R|=${least.templates}`,
      estimate: gap(most.group.shares.heldOut, least.group.shares.heldOut),
      groups: [most.group, least.group],
    };
  });
}

const shareOf = ({ multiplicity, templates }: PhaseCell): number => multiplicity / templates;
const shareOfTemplates = (cell: PhaseCell): string => String(Number(shareOf(cell).toPrecision(4)));

function exponents({ kind, cells, boundary }: Phase, resampling: Resampling): Statement<ClaimKey>[] {
  const { templates, fineTuned } = boundaryExponents(boundary);
  const known = boundary.filter(({ halves }) => halves.every(Number.isFinite)).length;
  const detail = `${known} of ${boundary.length} boundaries within reach`;
  const groups = cells.map(({ group }) => group);
  const shared = { subject: kind, detail, groups };
  return [
    ...(templates
      ? [{ ...shared, claim: 'G6r' as const, estimate: meanOverRuns(templates, resampling) }]
      : []),
    ...(fineTuned
      ? [{ ...shared, claim: 'G6n' as const, estimate: meanOverRuns(fineTuned, resampling) }]
      : []),
  ];
}

/** The cell whose error exceeds the bound most. */
function beyondBound({ kind, cells }: Phase): Statement<ClaimKey>[] {
  const excess = (cell: PhaseCell): number => 1 - cell.group.shares.heldOut.point - errorBound(cell);
  const worst = cells.reduce((most, cell) => (excess(cell) > excess(most) ? cell : most));
  const { multiplicity, templates, fineTuned, group } = worst;
  return [
    {
      claim: 'G6b',
      subject: `${kind}, K=${multiplicity}, |R|=${templates}, N_f=${fineTuned}`,
      detail: `the largest of ${cells.length} cells`,
      estimate: excessOf(group.shares.heldOut, errorBound(worst), cells.length),
      groups: [group],
    },
  ];
}

/**
 * The error, which is a share, minus a bound.
 * @param cells of which it is the largest: that such a one lies above the bound counts as so many tests (Bonferroni)
 */
function excessOf(heldOut: Estimate, bound: number, cells: number): Estimate {
  const error = combine((share) => 1 - share - bound, heldOut);
  const interval = (level: number) => {
    // No level is 1: its interval would have no ends.
    const [high, low] = [level, 1 - Math.max((1 - level) / cells, Number.EPSILON)].map((at) =>
      intervalOf(heldOut, at),
    );
    return high && low && { low: 1 - low.high - bound, high: 1 - high.low - bound };
  };
  return { ...error, method: heldOut.method, ...(heldOut.interval && { interval }) };
}

function rowsOf({ kind, cells, boundary }: Phase, level: number): RowOf<typeof phaseTable>[] {
  return cells.map((cell) => {
    const { group, multiplicity, templates, fineTuned } = cell;
    const { shares, seeds, heldOut: questions, steps } = group;
    const interval = intervalOf(shares.heldOut, level);
    const halves =
      boundary.find((at) => at.templates === templates && at.fineTuned === fineTuned)?.halves ?? [];
    const half = halves.reduce((sum, value) => sum + value, 0) / halves.length;
    const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return {
      fine_tuning: kind,
      multiplicity,
      templates,
      fine_tuned: fineTuned,
      seeds,
      questions,
      held_out: shares.heldOut.point,
      held_out_low: interval?.low ?? null,
      held_out_high: interval?.high ?? null,
      suppressed: known(shares.suppressed.point),
      overwritten: known(shares.overwritten.point),
      never_stored: known(shares.neverStored.point),
      steps,
      bound: errorBound(cell),
      boundary: known(2 ** half),
    };
  });
}
