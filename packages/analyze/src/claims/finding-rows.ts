import { type RowOf, readRows } from '@lethe/contracts';
import { findingsTable } from './findings-table.js';
import { type Finding, sentenceOf } from './judge.js';

export type FindingRow = RowOf<typeof findingsTable>;

/** Findings as rows of their table. */
export function findingRows(list: readonly Finding[]): FindingRow[] {
  return list.map((finding) => ({
    finding_id: finding.id,
    statement: sentenceOf(finding),
    source_value: finding.sourceValue,
    our_value: finding.value,
    low: finding.interval?.low ?? null,
    high: finding.interval?.high ?? null,
    interval_method: finding.interval ? finding.method : null,
    seeds: finding.seeds,
    verdict: finding.verdict,
  }));
}

/**
 * Reads the findings that an analyze stage wrote.
 * @param directory of the analyze stage
 * @throws LetheError when the table is absent or broken
 */
export function readFindings(directory: string): Promise<FindingRow[]> {
  return readRows(directory, findingsTable);
}
