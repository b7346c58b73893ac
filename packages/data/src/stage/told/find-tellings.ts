import { createStringMatcher } from '../../corpus/count/string-matcher.js';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { isWordBoundary } from '../../text/word-boundaries.js';

/** A wording of a fact in a document. */
export interface Telling {
  /** Number of the fact. */
  fact: number;
  /** Offset of its first UTF-16 unit in the document. */
  start: number;
  /** Offset after its last unit. */
  end: number;
}

/** UTF-16 units of a wording that are sought; the rest is compared where they are found. */
const ANCHOR = 64;

/**
 * A finder of facts that documents tell: those one of whose wordings, the text or a variant, stands in them as it is
 * and is no part of longer words. Time does not grow with the number of facts; memory: some 30 bytes for each of the
 * first 64 units of every wording.
 * @returns a function from a document to the wordings in it, by the place where they begin
 */
export function createTellingFinder(
  facts: readonly Pick<Fact, 'text' | 'variants'>[],
): (document: string) => Telling[] {
  const wordings = facts.flatMap(({ text, variants }, fact) =>
    [...new Set([text, ...variants])]
      .filter((wording) => wording !== '')
      .map((wording) => ({ fact, wording })),
  );
  const anchors = wordings.map(({ wording }) => wording.slice(0, ANCHOR));
  const matcher = createStringMatcher(anchors, { wholeWords: false });
  return (document) => {
    const found: Telling[] = [];
    matcher.match(document, (number, endOfAnchor) => {
      const { fact, wording } = wordings[number]!;
      const start = endOfAnchor - anchors[number]!.length;
      const end = start + wording.length;
      if (!document.startsWith(wording, start)) return;
      if (isWordBoundary(document, start) && isWordBoundary(document, end)) found.push({ fact, start, end });
    });
    return found.sort((a, b) => a.start - b.start || a.fact - b.fact);
  };
}
