import { createPieceTracker } from './piece-tracker.js';
import { addWindow, type RemovalPlan } from './removal-plan.js';
import type { TokenizedCorpora } from './tokenize-corpora.js';

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
 * @param keptAt Int32Array of the same length, for the work; its values are lost
 */
export function* keepOne(
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
