import type { FindingRow } from '../claims/finding-rows.js';
import { FEWEST_SEEDS } from '../claims/verdict.js';
import { formatP } from '../statistics/format-value.js';
import { summarizeClaim } from './claim-summary.js';

/**
 * What an experiment says of one claim about all of its subjects together, such as `reproduced in 9 of 9: an encounter
 * teaches (+0.420 nats/token [0.380, 0.460] for duplication, memorization; p 0.004, corrected 0.012)`.
 * @param rows of the claim, at least one
 */
export function claimText(rows: readonly FindingRow[]): string {
  const { first, number, verdicts, detectable } = summarizeClaim(rows);
  const differ = rows.some(({ verdict }) => verdict !== first.verdict);
  const subject = first.subject === '' ? '' : ` for ${first.subject}`;
  const told = [
    `${number}${subject}${differ ? `: ${first.verdict}` : ''}`,
    ...(first.p === null ? [] : [`p ${formatP(first.p)}, corrected ${formatP(first.adjusted_p)}`]),
    ...(detectable === undefined ? [] : [`${detectable} beyond the edge of the claim would have been seen`]),
    ...unjudgedText(rows),
  ];
  return `${verdicts}: ${first.words} (${told.join('; ')})`;
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
