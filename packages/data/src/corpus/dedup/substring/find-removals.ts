import type { DedupContext } from '../method/dedup-method.js';
import { classifyRepeats } from './maximal-repeats.js';
import { createPacer, runPaced } from './pacer.js';
import type { SubstringOptions } from './substring-options.js';
import { sortSuffixes } from './suffix-array.js';
import { orderOfDocuments, type TokenizedCorpora } from './tokenize-corpora.js';

/** Slots that {@link sortSuffixes} goes over for each token of common text, its recursion included. */
const SORT_WORK = 10;
const CLASSIFY_WORK = 3;

/**
 * Finds what to cut, and yields to the event loop meanwhile. Memory: 8 bytes for each token on top of the tokens.
 * @throws LetheError when ids are not unique
 */
export async function findRemovals(
  corpora: TokenizedCorpora,
  { minLength, keep }: Required<SubstringOptions>,
  { signal, onProgress }: DedupContext,
): Promise<RemovalPlan> {
  const { tokens, alphabet, ids } = corpora;
  const documents = orderOfDocuments(corpora);
  const pacer = createPacer(signal);
  const run = async <Result>(
    name: string,
    work: number,
    steps: Generator<number, Result>,
  ): Promise<Result> => {
    const result = await runPaced(steps, pacer, (done) =>
      // The work is an estimate for the sort, so the share could pass 1.
      onProgress?.(name, Math.floor(ids.length * Math.min(1, done / work))),
    );
    onProgress?.(name, ids.length);
    return result;
  };

  const order = new Int32Array(tokens.length);
  await run('sort', SORT_WORK * tokens.length, sortSuffixes(tokens, order, alphabet));
  const classes = new Int32Array(tokens.length);
  await run('compare', CLASSIFY_WORK * tokens.length, classifyRepeats(tokens, order, minLength, classes));
  // The suffix array is no longer needed; its memory is reused for the plan.
  const plan = keep === 'one' ? keepOne : keepNone;
  const passes = keep === 'one' ? 1 : 2;
  return await run('plan', passes * tokens.length, plan(corpora, documents, classes, minLength, order));
}

/** What to cut out of the documents of {@link TokenizedCorpora}. */
interface RemovalPlan {
  /** By document: start and end of each span, in tokens of the document, flattened; absent where all stays. */
  spans: Map<number, number[]>;
  /** By document with spans: the document that stands for the longest piece that it loses. */
  keepers: Map<number, number>;
}

/** Adds a window to spans that are sorted; windows come from left to right. */
function addWindow(spans: number[], start: number, end: number): void {
  if (spans.length > 0 && start <= spans[spans.length - 1]!) spans[spans.length - 1] = end;
  else spans.push(start, end);
}

/**
 * Decides which tokens go so that one copy stays. Documents are gone through in the order given, each from left
 * to right; where a window of `minTokens` tokens begins that stands whole in the text kept so far, its tokens
 * go. So, with n = `minTokens`:
 * - every removed token lies in n removed tokens that stand whole in text that is kept, or in `against`;
 * - no n tokens stand twice in `against` and the text that is kept of the corpus, but for those of `against`
 *   itself and copies that overlap (`aaaa` holds `aaa` twice).
 *
 * Text counts as whole where nothing between its tokens was removed. To take the first occurrence instead of the
 * first that is whole would break the first promise: that one may itself lie across the edge of a removed span.
 * @param documents of {@link orderOfDocuments}
 * @param classes of {@link classifyRepeats}
 * @param keptAt Int32Array of the same length, scratch memory; its values are overwritten
 */
function* keepOne(
  { starts, againstDocuments }: TokenizedCorpora,
  documents: Int32Array,
  classes: Int32Array,
  minTokens: number,
  keptAt: Int32Array,
): Generator<number, RemovalPlan> {
  const plan: RemovalPlan = { spans: new Map(), keepers: new Map() };
  keptAt.fill(-1);

  for (const document of documents) {
    const begin = starts[document]!;
    const end = starts[document + 1]!;
    const isRemovable = document >= againstDocuments;
    const piece = createPieceTracker(starts);
    const spans: number[] = [];
    // Tokens from `whole` to the present one stay.
    let whole = begin;
    for (let i = begin; i <= end; i++) {
      const passed = i - minTokens;
      if (passed >= whole) {
        const number = classes[passed]!;
        if (number >= 0 && keptAt[number]! < 0) keptAt[number] = passed;
      }
      if (!isRemovable || i + minTokens > end || classes[i]! < 0) continue;
      const source = keptAt[classes[i]!]!;
      if (source < 0) continue;
      whole = i + minTokens;
      addWindow(spans, i - begin, whole - begin);
      piece.add(i, source);
    }
    if (spans.length > 0) {
      plan.spans.set(document, spans);
      plan.keepers.set(document, piece.longest());
    }
    yield end - begin;
  }
  return plan;
}

/** Nothing met yet; a position p >= 0 was met once, and -2 - p stands for several of which p was the first. */
const NOWHERE = -1;

/**
 * Decides which tokens go so that no copy stays: all that lie in a window of `minTokens` tokens which stands
 * twice or more in the corpus and `against`, overlapping or not. This is what the published tool of Lee et al.
 * 2021 does to a data set. Parameters as for {@link keepOne}.
 */
function* keepNone(
  { starts, againstDocuments }: TokenizedCorpora,
  documents: Int32Array,
  classes: Int32Array,
  minTokens: number,
  metAt: Int32Array,
): Generator<number, RemovalPlan> {
  const plan: RemovalPlan = { spans: new Map(), keepers: new Map() };
  metAt.fill(NOWHERE);

  for (const document of documents) {
    const begin = starts[document]!;
    const end = starts[document + 1]!;
    for (let i = begin; i + minTokens <= end; i++) {
      const number = classes[i]!;
      if (number < 0) continue;
      const met = metAt[number]!;
      if (met === NOWHERE) metAt[number] = i;
      else if (met >= 0) metAt[number] = -2 - met;
    }
    yield end - begin;
  }
  for (const document of documents) {
    if (document < againstDocuments) continue;
    const begin = starts[document]!;
    const end = starts[document + 1]!;
    const piece = createPieceTracker(starts);
    const spans: number[] = [];
    for (let i = begin; i + minTokens <= end; i++) {
      const met = classes[i]! < 0 ? NOWHERE : metAt[classes[i]!]!;
      if (met >= NOWHERE) continue;
      addWindow(spans, i - begin, i + minTokens - begin);
      piece.add(i, -2 - met);
    }
    if (spans.length > 0) {
      plan.spans.set(document, spans);
      plan.keepers.set(document, piece.longest());
    }
    yield end - begin;
  }
  return plan;
}

/** Finds which document stands for the repeats that one document loses. */
interface PieceTracker {
  /** A window at `position` goes because the same stands at `source`. */
  add(position: number, source: number): void;
  /** The document with the source of most windows in a row; the first where several have as many, -1 if none. */
  longest(): number;
}

/**
 * A tracker for one document; windows are added from left to right.
 * @param starts offset of the first token of each document, and the end of the last
 */
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
