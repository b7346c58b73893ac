import * as z from 'zod';

/** What becomes of the matches of a pattern that splits a text, as the Rust library calls it. */
export const behaviorField = z.enum([
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
]);

export type SplitBehavior = z.output<typeof behaviorField>;

interface Segment {
  text: string;
  isMatch: boolean;
}

/** The pieces of a text, none of them empty. @param invert takes what lies between matches for matches */
export function splitPieces(
  text: string,
  pattern: RegExp,
  behavior: SplitBehavior,
  invert = false,
): string[] {
  const segments = findSegments(text, pattern, invert);
  return joiners[behavior](segments).filter((piece) => piece !== '');
}

function findSegments(text: string, pattern: RegExp, invert: boolean): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (index > end) segments.push({ text: text.slice(end, index), isMatch: invert });
    segments.push({ text: match, isMatch: !invert });
    end = index + match.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), isMatch: invert });
  return segments;
}

const joiners: Record<SplitBehavior, (segments: readonly Segment[]) => string[]> = {
  Removed: (segments) => segments.filter(({ isMatch }) => !isMatch).map(({ text }) => text),
  Isolated: (segments) => segments.map(({ text }) => text),
  Contiguous: (segments) => join(segments, (before, segment) => before.isMatch === segment.isMatch),
  // A match joins its neighbour unless that is a match too.
  MergedWithPrevious: (segments) => join(segments, (before, { isMatch }) => isMatch && !before.isMatch),
  MergedWithNext(segments) {
    const backwards = [...segments].reverse();
    const pieces: string[] = [];
    backwards.forEach(({ text, isMatch }, i) => {
      if (i > 0 && isMatch && !backwards[i - 1]!.isMatch) pieces.push(text + pieces.pop()!);
      else pieces.push(text);
    });
    return pieces.reverse();
  },
};

/** @param belongs whether a segment belongs to the piece of the one before it */
function join(
  segments: readonly Segment[],
  belongs: (before: Segment, segment: Segment) => boolean,
): string[] {
  const pieces: string[] = [];
  segments.forEach((segment, i) => {
    if (i > 0 && belongs(segments[i - 1]!, segment)) pieces.push(pieces.pop()! + segment.text);
    else pieces.push(segment.text);
  });
  return pieces;
}
