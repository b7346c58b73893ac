import { formatSections, number, type Section, share } from '../statistics/format-sections.js';
import { type Share, shareOf } from '../statistics/range.js';
import type { FactCount, FactCounts } from './count-facts.js';

/** Counts of facts for people: how many were found, and how many documents hold both parts of how many. */
export function formatFactCounts({ documents, facts, counts }: FactCounts): string {
  const withSubject = counts.filter(({ subject }) => subject !== null);
  const isPositive = (value: number | null): boolean => value !== null && value > 0;
  const found = (
    among: FactCount[],
    column: 'subject_documents' | 'target_documents' | 'documents_with_both',
  ) => shareOf(among, (count) => isPositive(count[column]));
  const rows: [string, Share][] = [
    ['subject found', found(withSubject, 'subject_documents')],
    ['target found', found(counts, 'target_documents')],
    ['subject and target in one document', found(withSubject, 'documents_with_both')],
  ];
  const sections: Section[] = [
    {
      title: `Occurrences in ${number(documents)} documents`,
      rows: [
        ['facts', number(facts)],
        ['pairs of a fact and a target', number(counts.length)],
        ...rows.map(([label, part]) => [label, share(part)]),
      ],
    },
  ];
  if (withSubject.length > 0) {
    sections.push({
      title: 'Pairs by number of documents with both',
      columns: ['pairs'],
      rows: byPowersOfTen(withSubject.map(({ documents_with_both }) => documents_with_both!)),
    });
  }
  return formatSections(sections);
}

/** How many values are 0, 1 to 9, 10 to 99 and so on, up to the largest. */
function byPowersOfTen(values: readonly number[]): string[][] {
  const bins: number[] = [];
  for (const value of values) {
    const bin = value === 0 ? 0 : String(value).length;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return Array.from(bins, (count = 0, bin) => {
    const from = 10 ** (bin - 1);
    return [bin === 0 ? '0' : `${number(from)} to ${number(10 * from - 1)}`, number(count)];
  });
}
