import type { FindingRow } from '../claims/finding-rows.js';
import { FEWEST_SEEDS, verdicts } from '../claims/verdict.js';
import { formatInterval, formatP, formatValue } from '../statistics/format-value.js';

/**
 * What an experiment says of one claim about all of its subjects together, such as `reproduced in 9 of 9: an encounter
 * teaches (+0.420 nats/token [0.380, 0.460] for duplication, memorization; p 0.004, corrected 0.012)`. The number is
 * that of the first subject: of a primary claim the primary one.
 * @param rows of the claim, at least one
 */
export function claimText(rows: readonly FindingRow[]): string {
  const first = rows[0]!;
  const differ = rows.some(({ verdict }) => verdict !== first.verdict);
  const subject = first.subject === '' ? '' : ` for ${first.subject}`;
  const told = [
    `${numberText(first)}${subject}${differ ? `: ${first.verdict}` : ''}`,
    ...(first.p === null ? [] : [`p ${formatP(first.p)}, corrected ${formatP(first.adjusted_p)}`]),
    ...detectableText(rows),
    ...unjudgedText(rows),
  ];
  return `${verdictsText(rows)}: ${first.words} (${told.join('; ')})`;
}

/** `reproduced in 7 of 9, inconclusive in 2`; one alone is not counted. */
function verdictsText(rows: readonly FindingRow[]): string {
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

/** `+0.420 nats/token [0.380, 0.460]`; with a sign where the claim is about one. */
export function numberText(row: FindingRow): string {
  const { our_value, low, high, unit, claimed_from, claimed_to } = row;
  const isSigned = (claimed_from === 0 || claimed_to === 0) && (our_value ?? 0) > 0;
  return [`${isSigned ? '+' : ''}${formatValue(our_value)}`, unit, formatInterval(low, high)]
    .filter((part) => part !== '')
    .join(' ');
}

/** What would have been seen, where tests gave no verdict. */
function detectableText(rows: readonly FindingRow[]): string[] {
  const open = rows.flatMap(({ verdict, detectable }) =>
    verdict === 'inconclusive' && detectable !== null ? [detectable] : [],
  );
  if (open.length === 0) return [];
  const range = [...new Set([Math.min(...open), Math.max(...open)].map(formatValue))].join(' to ');
  return [`${range} beyond the edge of the claim would have been seen`];
}

/** Why findings with enough seeds were not tested. */
function unjudgedText(rows: readonly FindingRow[]): string[] {
  const unjudged = rows.filter(
    ({ verdict, p, seeds }) => verdict === 'inconclusive' && p === null && seeds >= FEWEST_SEEDS,
  );
  if (unjudged.length === 0) return [];
  return [
    `${unjudged.length === rows.length ? '' : `${unjudged.length} `}not tested: ${unjudged[0]!.reason}`,
  ];
}
