import { createPieceTracker } from './piece-tracker.js';
import { addWindow, type RemovalPlan } from './removal-plan.js';
import type { TokenizedCorpora } from './tokenize-corpora.js';

/** Nothing met yet; a position p >= 0 was met once, and -2 - p stands for several of which p was the first. */
const NOWHERE = -1;

/**
 * Decides which tokens go so that no copy stays: all that lie in a window of `minTokens` tokens which stands
 * twice or more in the corpus and `against`, overlapping or not. This is what the published tool of Lee et al.
 * 2021 does to a data set. Parameters as for {@link keepOne}.
 */
export function* keepNone(
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
