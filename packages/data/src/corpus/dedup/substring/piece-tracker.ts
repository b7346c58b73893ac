/** Finds which document stands for the repeats that one document loses. */
export interface PieceTracker {
  /** A window at `position` goes because the same stands at `source`. */
  add(position: number, source: number): void;
  /** The document with the source of most windows in a row; the first where several have as many, -1 if none. */
  longest(): number;
}

/**
 * A tracker for one document; windows are added from left to right.
 * @param starts offset of the first token of each document, and the end of the last
 */
export function createPieceTracker(starts: readonly number[]): PieceTracker {
  let windows = 0;
  let document = -1;
  let lastPosition = -1;
  let lastSource = -1;
  let mostWindows = 0;
  let keeper = -1;
  return {
    add(position, source) {
      const continues =
        position === lastPosition + 1 && source === lastSource + 1 && source < starts[document + 1]!;
      if (!continues) {
        windows = 0;
        document = documentAt(starts, source);
      }
      lastPosition = position;
      lastSource = source;
      if (++windows > mostWindows) {
        mostWindows = windows;
        keeper = document;
      }
    },
    longest: () => keeper,
  };
}

/** The document that holds the token at `position`. */
export function documentAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle;
  }
  return low;
}
