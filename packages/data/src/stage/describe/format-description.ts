import { corpusSections } from '../../corpus/describe/describe-corpus.js';
import { popQaSections } from '../../corpus/describe/describe-pop-qa.js';
import { fictionalKnowledgeSections } from '../../corpus/describe/fictional-knowledge-sections.js';
import { formatSections, number, type Section } from '../../corpus/statistics/format-sections.js';
import { dataStageSections } from './describe-data-stage.js';
import type { InputStatistics } from './describe-input.js';

/** Writes statistics of an input as text for a reader. */
export function formatDescription(statistics: InputStatistics): string {
  const sections = sectionsOf(statistics);
  for (const { kind, count, examples } of statistics.skipped ?? []) {
    const places = examples.map(({ file, line }) => `${file}:${line}`).join(', ');
    sections.push({ title: `left out, ${kind}`, rows: [['rows', number(count), places]] });
  }
  return formatSections(sections);
}

function sectionsOf(statistics: InputStatistics): Section[] {
  switch (statistics.kind) {
    case 'fictional-knowledge':
      return fictionalKnowledgeSections(statistics);
    case 'popqa':
      return popQaSections(statistics);
    case 'corpus':
      return corpusSections(statistics);
    case 'data-stage':
      return dataStageSections(statistics);
  }
}
