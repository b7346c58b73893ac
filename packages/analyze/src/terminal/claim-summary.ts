import type { FindingNumbers } from '../claims/finding-rows.js';
import { verdicts } from '../claims/verdicts.js';
import { formatInterval, formatValue } from '../statistics/format-value.js';

/** What an experiment says of one claim about all of its subjects together. */
export interface ClaimSummary<F extends FindingNumbers = FindingNumbers> {
  /** The first finding: of a primary claim the primary one. */
  first: F;
  /** Its value with unit and interval, such as `+0.420 nats/token [0.380, 0.460]`. */
  number: string;
  /** Such as `reproduced in 7 of 9, inconclusive in 2 (weak)`; one alone is not counted. */
  verdicts: string;
  /** From how far beyond the edge of the claim those would have been seen that were tested and are inconclusive. */
  detectable: string | undefined;
}

/** @param rows of the claim, at least one */
export function summarizeClaim<F extends FindingNumbers>(rows: readonly F[]): ClaimSummary<F> {
  const first = rows[0]!;
  return {
    first,
    number: numberText(first),
    verdicts: verdictsText(rows),
    detectable: detectableText(rows),
  };
}

function verdictsText(rows: readonly FindingNumbers[]): string {
  const judged = rows.filter(({ verdict }) => verdict !== null);
  if (judged.length === 0) return 'predicted';
  const weak = rows.some(({ strength }) => strength === 'weak') ? ' (weak)' : '';
  const counts = verdicts
    .map((name) => ({ name, count: judged.filter(({ verdict }) => verdict === name).length }))
    .filter(({ count }) => count > 0);
  if (judged.length === 1) return `${counts[0]!.name}${weak}`;
  const texts = counts.map(
    ({ name, count }, i) => `${name} in ${count}${i === 0 ? ` of ${judged.length}` : ''}`,
  );
  return `${texts.join(', ')}${weak}`;
}

/** A value with its unit and interval, and with a sign where the claim is about one. */
export function numberText(row: FindingNumbers): string {
  const { our_value, low, high, unit, claimed_from, claimed_to } = row;
  const isSigned = (claimed_from === 0 || claimed_to === 0) && (our_value ?? 0) > 0;
  return [`${isSigned ? '+' : ''}${formatValue(our_value)}`, unit, formatInterval(low, high)]
    .filter((part) => part !== '')
    .join(' ');
}

/** A verdict and its strength, such as `reproduced (weak)`; the kind of a claim that has none. */
export const verdictText = ({ verdict, kind, strength }: FindingNumbers): string =>
  `${verdict ?? kind}${strength === 'weak' ? ' (weak)' : ''}`;

function detectableText(rows: readonly FindingNumbers[]): string | undefined {
  const open = rows.flatMap(({ verdict, detectable }) =>
    verdict === 'inconclusive' && detectable !== null ? [detectable] : [],
  );
  if (open.length === 0) return undefined;
  return [...new Set([Math.min(...open), Math.max(...open)].map(formatValue))].join(' to ');
}
