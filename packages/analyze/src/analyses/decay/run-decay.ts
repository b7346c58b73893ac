import type { GroupContext } from '../../analysis/contexts.js';
import type { Outcome } from '../../analysis/define-analysis.js';
import { subjectOf, withControls } from '../../analysis/group-cells.js';
import { type Hypothesis, type Omission, omission } from '../../claims/judge.js';
import type { Cell } from '../../cohort/cell.js';
import type { RetentionFit } from '../../fits/fit-retention.js';
import { CONTROL } from '../../measurements/measurements.js';
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

/**
 * Whether gains decay linearly in log t, and how fast. Where the model still learns in general, controls rise too, and
 * the published definition counts that as retention; F11n subtracts them.
 */
export function runDecay(context: GroupContext): Outcome<keyof typeof decayClaims, readonly CellDecay[]> {
  const { statistics, evidence } = context;
  const injected = statistics.cohort.cells.filter(({ condition }) => condition !== CONTROL);
  const controlled = injected.filter(({ depth }) => statistics.hasControl(depth));
  const published = fitsOf(injected, (cell) => statistics.retention(cell).logarithmic);
  const net = fitsOf(controlled, (cell) => statistics.netRetention(cell)?.logarithmic);
  const linear = ({ cell, fit }: CellDecay): Hypothesis<'F10' | 'F10composition'> => {
    const claim = cell.depth === 'composition' ? 'F10composition' : 'F10';
    return {
      claim,
      subject: subjectOf(cell),
      detail: `above ${decayClaims[claim].test.above}, ${rangeOf(fit)}`,
      estimate: fit.r2Estimate,
      evidence: evidence(cell.condition),
    };
  };
  const constant =
    (claim: 'F11' | 'F11n') =>
    ({ cell, fit }: CellDecay): Hypothesis<'F11' | 'F11n'> => ({
      claim,
      subject: subjectOf(cell),
      detail: rangeOf(fit),
      sourceDetail: sourceDetail(middleOf7B, cell),
      estimate: fit.estimates[1]!,
      evidence: evidence(
        ...(claim === 'F11n' ? withControls(context, cell.depth, cell.condition) : [cell.condition]),
      ),
    });
  return {
    hypotheses: [
      ...published.omissions,
      ...net.omissions,
      ...published.fits.map(linear),
      ...published.fits.map(constant('F11')),
      ...net.fits.map(constant('F11n')),
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
