import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { kindAt, subjectOf, withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import { injectedCells } from '../../cohort/cohort.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { type DesignChecks, unjudgedBy } from '../control-drift/run-control-drift.js';
import { decayClaims } from './decay-claims.js';

/** The logarithmic law of one condition and depth. */
export interface CellDecay {
  cell: Cell;
  fit: RetentionFit;
}

/** Decay constants of OLMo-7B at its middle checkpoint (arXiv 2406.11813, table 2), by condition and depth. */
const middleOf7B: Record<string, Record<string, string>> = {
  duplication: { memorization: '0.25', semantic: '0.25', composition: '0.20' },
  paraphrase: { memorization: '0.21', semantic: '0.23', composition: '0.15' },
};

export const TOO_FEW_TIMES = 'retention was measured at too few times after the last encounter';

/** `t = 1..800`. */
export const rangeOf = ({ range: [from, to] }: RetentionFit): string => `t = ${from}..${to}`;

type Claims = keyof typeof decayClaims;

/**
 * Whether gains decay linearly in log t, and how fast. What controls do meanwhile is no forgetting of facts, but the
 * published definition counts it: its claims are judged where controls stand still. The net ones subtract it.
 */
export function runDecay(
  context: GroupContext<unknown, { drift: DesignChecks }>,
): Outcome<Claims, readonly CellDecay[]> {
  const { statistics, evidence, needs } = context;
  // Facts that are met once are no part of the source's table.
  const injected = injectedCells(statistics.cohort).filter(({ encounters }) => encounters > 1);
  const controlled = injected.filter(({ depth }) => statistics.hasControl(depth));
  const published = fitsOf(injected, (cell) => statistics.retention(cell).logarithmic);
  const net = fitsOf(controlled, (cell) => statistics.crossFittedRetention(cell)?.logarithmic);
  const asPublished = ({ cell, fit }: CellDecay) => ({
    subject: subjectOf(cell),
    detail: rangeOf(fit),
    unjudged: unjudgedBy(needs.drift.get(cell)),
    evidence: evidence(cell.condition),
  });
  const overControls = ({ cell, fit }: CellDecay) => ({
    subject: subjectOf(cell),
    detail: rangeOf(fit),
    evidence: evidence(...withControls(context, cell.depth, cell.condition)),
  });
  const linear =
    (claim: 'F10' | 'F10n', common: (decay: CellDecay) => Omit<Hypothesis<Claims>, 'claim' | 'estimate'>) =>
    (decay: CellDecay): Hypothesis<Claims> => {
      const own = decay.cell.depth === 'composition' ? (`${claim}composition` as const) : claim;
      const shared = common(decay);
      return {
        ...shared,
        claim: own,
        detail: `above ${decayClaims[own].test.above}, ${shared.detail}`,
        estimate: decay.fit.r2Estimate,
      };
    };
  const constant =
    (claim: 'F11' | 'F11n', common: (decay: CellDecay) => Omit<Hypothesis<Claims>, 'claim' | 'estimate'>) =>
    (decay: CellDecay): Hypothesis<Claims> => ({
      ...common(decay),
      claim,
      ...(claim === 'F11n' ? kindAt(context, decay.cell) : {}),
      sourceDetail: sourceDetail(middleOf7B, decay.cell),
      estimate: decay.fit.estimates[1]!,
    });
  return {
    hypotheses: [
      ...published.omissions,
      ...net.omissions,
      ...published.fits.map(linear('F10', asPublished)),
      ...net.fits.map(linear('F10n', overControls)),
      ...published.fits.map(constant('F11', asPublished)),
      ...net.fits.map(constant('F11n', overControls)),
    ],
    result: published.fits,
  };
}

function fitsOf(cells: readonly Cell[], fitOf: (cell: Cell) => RetentionFit | undefined) {
  const fits: CellDecay[] = [];
  const omissions: Omission[] = [];
  for (const cell of cells) {
    const fit = fitOf(cell);
    if (fit) fits.push({ cell, fit });
    else omissions.push(omission(`F10, F11 of ${subjectOf(cell)}`, TOO_FEW_TIMES));
  }
  return { fits, omissions };
}

/** What the source found in its 7B model for a condition and depth, if its table has them. */
export function sourceDetail(
  table: Record<string, Record<string, string>>,
  { condition, depth }: Cell,
): string | undefined {
  const value = table[condition]?.[depth];
  return value && `${value} (7B, middle)`;
}
