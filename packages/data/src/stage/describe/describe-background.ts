import { findManifest } from '@lethe/contracts';
import { number, type Section } from '../../corpus/statistics/format-sections.js';
import type { SeenPart } from '../run/measure-background.js';

/**
 * What training sees of each source of a background of several, as the data stage measured it.
 * @returns null for a single source, and where the stage is not finished
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
