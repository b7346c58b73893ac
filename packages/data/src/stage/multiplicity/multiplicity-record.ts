import {
  type DuplicationReport,
  type MultiplicityStatistics,
  multiplicityStatistics,
} from '../../corpus/duplicate/duplication-report.js';
import { number } from '../../corpus/statistics/format-sections.js';
import type { MultiplicityHistogram } from '../../corpus/statistics/multiplicity-counter.js';

/** How often documents of a source occur, before and after what was done to them. */
export interface MultiplicityRecord {
  /** Documents of the source that were multiplied, and into what; null where they were not. */
  duplicated: DuplicationReport | null;
  /** Facts that were told beside them, by scenario; null without any. */
  told: Record<string, { facts: number; copies: number }> | null;
  deduplicated: {
    method: string;
    /** Documents that were looked at, those of them that stay, and those that lost some of their text. */
    documents: number;
    kept: number;
    cut: number;
    clusters: number;
    /** Further documents in the place of those that were removed. */
    refilled: number;
  } | null;
  /** Of what training reads: copies of one document that are left, by original. */
  left: MultiplicityStatistics & { histogram: Record<string, number> };
}

/** Ids of copies end like this. */
const COPY = /#copy-\d+$/;

/** Counts the copies of each original in a stream where they follow one another. */
export class CopyCounter {
  readonly #histogram: MultiplicityHistogram = new Map();
  #original: string | undefined;
  #copies = 0;

  add(id: string): void {
    const original = id.replace(COPY, '');
    if (original !== this.#original) this.#close();
    this.#original = original;
    this.#copies++;
  }

  /** How unevenly what was counted is spread. */
  statistics(): MultiplicityRecord['left'] {
    this.#close();
    const bins = [...this.#histogram].sort(([a], [b]) => a - b);
    const histogram = Object.fromEntries(bins.map(([copies, originals]) => [String(copies), originals]));
    return { ...multiplicityStatistics(this.#histogram), histogram };
  }

  #close(): void {
    if (this.#copies > 0) this.#histogram.set(this.#copies, (this.#histogram.get(this.#copies) ?? 0) + 1);
    this.#original = undefined;
    this.#copies = 0;
  }
}

/** A record in lines of a log. */
export function formatMultiplicity(name: string, record: MultiplicityRecord): string[] {
  const { duplicated, told, deduplicated, left } = record;
  const lines: string[] = [];
  if (duplicated) {
    const { law, statistics } = duplicated;
    lines.push(
      `${number(statistics.documents)} documents as ${number(statistics.copies)} by the law ${law}, as varied as ${number(statistics.effectiveDocuments)} that occur equally often`,
    );
  }
  if (told) {
    const scenarios = Object.entries(told).map(
      ([scenario, { facts, copies }]) => `${number(facts)} ${scenario} in ${number(copies)} each`,
    );
    lines.push(`facts told: ${scenarios.join(', ')}`);
  }
  if (deduplicated) {
    const { method, documents, kept, refilled } = deduplicated;
    const filled = refilled === 0 ? '' : `, ${number(refilled)} further ones in their place`;
    lines.push(
      `${method}: ${number(documents - kept)} of ${number(documents)} documents removed${filled}; what is left is as varied as ${number(left.effectiveDocuments)}`,
    );
  }
  return lines.map((line) => `background ${name}: ${line}`);
}
