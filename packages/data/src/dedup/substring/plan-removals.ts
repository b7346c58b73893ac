import type { TokenizedCorpora } from './tokenized-corpora.js';

/** What to cut out of the documents of {@link TokenizedCorpora}. */
export interface RemovalPlan {
  /** By document: start and end of each span, in tokens of the document, flattened; absent where all stays. */
  spans: Map<number, number[]>;
  /** By document with spans: the document that holds the longest removed piece whole. */
  keepers: Map<number, number>;
}

/**
 * Decides which tokens go. Documents are gone through from the smallest id on, those of `against` before all
 * others, each from left to right; where a window of `minTokens` tokens begins that stands whole in the text
 * kept so far, its tokens go. So, with n = `minTokens`:
 * - every n tokens of a removed span stand whole in text that is kept, or in `against`;
 * - no n tokens stand twice in text that is kept, unless the two overlap (`aaaa` holds `aaa` twice).
 *
 * Text counts as whole where nothing between its tokens was removed. To take the first occurrence instead of the
 * first that is whole would break the first promise: that one may itself lie across the edge of a removed span.
 * @param classes of {@link classifyRepeats}
 * @param keptAt Int32Array of the same length, for the work; its values are lost
 */
export function* planRemovals(
  corpora: TokenizedCorpora,
  classes: Int32Array,
  minTokens: number,
  keptAt: Int32Array,
): Generator<number, RemovalPlan> {
  const { starts, againstDocuments } = corpora;
  const plan: RemovalPlan = { spans: new Map(), keepers: new Map() };
  keptAt.fill(-1);
  yield classes.length;

  const keep = (position: number): void => {
    const number = classes[position]!;
    if (number >= 0 && keptAt[number]! < 0) keptAt[number] = position;
  };
  const goThrough = (document: number): void => {
    const begin = starts[document]!;
    const end = starts[document + 1]!;
    const isRemovable = document >= againstDocuments;
    const piece = createPieceTracker(starts);
    const spans: number[] = [];
    // Tokens from `whole` to the present one stay.
    let whole = begin;
    for (let i = begin; i <= end; i++) {
      if (i - minTokens >= whole) keep(i - minTokens);
      if (!isRemovable || i + minTokens > end || classes[i]! < 0) continue;
      const source = keptAt[classes[i]!]!;
      if (source < 0) continue;
      const after = i + minTokens - begin;
      if (spans.length > 0 && i <= whole) spans[spans.length - 1] = after;
      else spans.push(i - begin, after);
      whole = i + minTokens;
      piece.add(i, source);
    }
    if (spans.length > 0) {
      plan.spans.set(document, spans);
      plan.keepers.set(document, piece.longest());
    }
  };

  for (const document of byId(corpora)) {
    goThrough(document);
    yield starts[document + 1]! - starts[document]!;
  }
  return plan;
}

/** Numbers of the documents in the order of the plan: `against` first, then by id in UTF-16 units. */
function byId({ ids, againstDocuments }: TokenizedCorpora): Int32Array {
  const isAgainst = (document: number): boolean => document < againstDocuments;
  return Int32Array.from(ids.keys()).sort((a, b) => {
    if (isAgainst(a) !== isAgainst(b)) return isAgainst(a) ? -1 : 1;
    return ids[a]! < ids[b]! ? -1 : 1;
  });
}

interface PieceTracker {
  /** A window at `position` goes because the same stands at `source`. */
  add(position: number, source: number): void;
  /** The document with the source of most windows in a row; the first where several have as many. */
  longest(): number;
}

function createPieceTracker(starts: readonly number[]): PieceTracker {
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

function documentAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle;
  }
  return low;
}
