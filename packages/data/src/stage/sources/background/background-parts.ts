import type { BackgroundSpec, SingleBackground } from './background-sources.js';
import { nameOfPart } from './mixture.js';

/** A source of the background with what it gives of it. */
export interface BackgroundPart {
  name: string;
  source: SingleBackground;
  /** Of the rows that training sees; shares of all parts have sum 1. */
  share: number;
}

/**
 * The parts of the background, in the order of their names, so that the order in which a mixture lists them changes
 * nothing. A single source is one part, named as its kind.
 */
export function partsOfBackground(background: BackgroundSpec): BackgroundPart[] {
  if (!Array.isArray(background)) return [{ name: background.source, source: background, share: 1 }];
  const sum = background.reduce((total, { share }) => total + share, 0);
  return background
    .map(({ share, name, ...source }) => ({
      name: nameOfPart({ name, source: source.source }),
      source: source as SingleBackground,
      share: share / sum,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
