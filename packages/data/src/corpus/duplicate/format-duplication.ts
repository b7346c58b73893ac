import {
  formatSections,
  number,
  quantileColumns,
  quantileRow,
  type Section,
} from '../statistics/format-sections.js';
import type { DuplicationReport } from './duplication-report.js';

/** Writes the report of a multiplied corpus as text for a reader. */
export function formatDuplication(report: DuplicationReport): string {
  const { statistics, histogram, copiesByForm, near } = report;
  const sections: Section[] = [
    {
      title: `Copies by the law ${report.law}`,
      rows: [
        ['documents', number(statistics.documents)],
        ['documents that stay', number(statistics.kept)],
        ['copies in all', number(statistics.copies)],
        ['copies of a document, mean', number(statistics.mean)],
        ['copies of a document, most', number(statistics.largest)],
        ['effective number of documents', number(statistics.effectiveDocuments)],
        ['inverse Simpson index', number(statistics.inverseSimpson)],
        ['entropy, nats', number(statistics.entropy)],
        ['Gini coefficient', number(statistics.gini)],
        ...Object.entries(copiesByForm).map(([form, count]) => [`copies of form ${form}`, number(count)]),
      ],
    },
    {
      title: 'Multiplicity: documents',
      columns: ['asked for', 'realised'],
      rows: histogram.map(({ from, to, asked, realised }) => [
        from === to ? number(from) : `${number(from)} to ${number(to)}`,
        asked === null ? '-' : number(Math.round(10 * asked) / 10),
        number(realised),
      ]),
    },
  ];
  if (near) {
    sections.push({
      title: `Near-duplicates at Jaccard ${near.target}, within ${near.tolerance}`,
      columns: quantileColumns,
      rows: [quantileRow('measured', near.similarity)],
    });
    const { outOfTolerance, copies } = near;
    if (outOfTolerance > 0) {
      const share = `${number(outOfTolerance)} of ${number(copies)}`;
      sections.push({ title: `${share} are farther off: their texts have too few shingles`, rows: [] });
    }
  }
  return formatSections(sections);
}
