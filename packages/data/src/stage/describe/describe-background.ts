import { findManifest } from '@lethe/contracts';
import { number, type Section } from '../../corpus/statistics/format-sections.js';
import type { SeenPart } from '../run/measure-background.js';

/**
 * What training sees of each source of a background of several, as the data stage measured it.
 * @returns null for a single source that is neither multiplied nor deduplicated, and where the stage is not finished
 */
export function readSeenParts(directory: string): SeenPart[] | null {
  return (findManifest(directory)?.summary?.background as SeenPart[] | undefined) ?? null;
}

/** The same as a section of text. */
export function backgroundSection(parts: readonly SeenPart[]): Section {
  const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(2)} %`);
  const injected = parts.some(({ share }) => share.duringInjections !== null);
  return {
    title: 'Background; shares of the rows of training',
    columns: [
      ...['documents', 'rows of sequences', 'passes', 'asked for', 'seen'],
      ...(injected ? ['before injections', 'during', 'after'] : []),
    ],
    rows: parts.map(({ name, documents, sequences, passes, share }) => [
      name,
      number(documents),
      number(sequences),
      passes.toFixed(2),
      percent(share.asked),
      percent(share.seen),
      ...(injected
        ? [share.beforeInjections, share.duringInjections, share.afterInjections].map(percent)
        : []),
    ]),
  };
}

/** How often the documents of sources occur that are multiplied or deduplicated, as sections of text. */
export function multiplicitySections(parts: readonly SeenPart[]): Section[] {
  const records = parts.flatMap(({ name, multiplicity }) =>
    multiplicity ? [{ name, ...multiplicity }] : [],
  );
  if (records.length === 0) return [];
  const orDash = (value: number | undefined): string => (value === undefined ? '-' : number(value));
  const sections: Section[] = [
    {
      title: 'Copies and duplicates of the background',
      columns: [
        ...['multiplied', 'into', 'effective number'],
        ...['removed', 'refilled', 'originals left', 'effective number left'],
      ],
      rows: records.map(({ name, duplicated, deduplicated, left }) => [
        name,
        orDash(duplicated?.statistics.documents),
        orDash(duplicated?.statistics.copies),
        orDash(duplicated?.statistics.effectiveDocuments),
        orDash(deduplicated ? deduplicated.documents - deduplicated.kept : undefined),
        orDash(deduplicated?.refilled),
        number(left.documents),
        number(left.effectiveDocuments),
      ]),
    },
  ];
  const told = records.flatMap(({ told }) => Object.entries(told ?? {}));
  if (told.length > 0) {
    sections.push({
      title: 'Facts told among them',
      columns: ['facts', 'documents of each'],
      rows: told.map(([scenario, { facts, copies }]) => [scenario, number(facts), number(copies)]),
    });
  }
  return sections;
}
