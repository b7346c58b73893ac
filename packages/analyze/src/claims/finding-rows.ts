import { type RowOf, readRows } from '@lethe/contracts';
import { type ClaimTest, claimRange } from './claim.js';
import { type Finding, sentenceOf } from './finding.js';
import { findingsTable } from './findings-table.js';

export type FindingRow = RowOf<typeof findingsTable>;
/** A finding without its texts. */
export type FindingNumbers = Omit<FindingRow, 'finding_id' | 'statement' | 'words'>;

/** Findings as rows of their table. */
export function findingRows(list: readonly Finding[]): FindingRow[] {
  return list.map((finding) => ({
    finding_id: finding.id,
    claim: finding.claim,
    variant: finding.where ?? null,
    subject: finding.subject,
    statement: sentenceOf(finding),
    words: finding.words,
    detail: finding.detail,
    kind: finding.kind,
    given: finding.given ?? null,
    source_value: finding.sourceValue,
    ...claimedRange(finding.test),
    our_value: finding.value,
    unit: finding.unit,
    low: finding.interval?.low ?? null,
    high: finding.interval?.high ?? null,
    interval_method: finding.interval ? finding.method : null,
    p: finding.p ?? null,
    adjusted_p: finding.corrected?.p ?? null,
    family: finding.corrected?.family ?? null,
    family_tests: finding.corrected?.tests ?? null,
    seeds: finding.seeds,
    verdict: finding.verdict ?? null,
    strength: finding.strength ?? null,
    reason: finding.reason === '' ? null : finding.reason,
    distance: finding.power?.distance ?? null,
    detectable: finding.power?.detectable ?? null,
    seeds_needed: Number.isFinite(finding.power?.seeds) ? finding.power!.seeds! : null,
  }));
}

function claimedRange(test: ClaimTest): Pick<FindingRow, 'claimed_from' | 'claimed_to'> {
  const [from, to] = claimRange(test).map((edge) => (Number.isFinite(edge) ? edge : null));
  return { claimed_from: from!, claimed_to: to! };
}

/**
 * Reads the findings that an analyze stage wrote.
 * @param directory of the analyze stage
 * @throws LetheError when the table is absent or broken
 */
export function readFindings(directory: string): Promise<FindingRow[]> {
  return readRows(directory, findingsTable);
}
