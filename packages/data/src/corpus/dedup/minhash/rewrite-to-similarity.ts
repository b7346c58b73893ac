import type { Random } from '@lethe/contracts';

/** A text near to another one. */
export interface NearText {
  words: string[];
  /** True Jaccard similarity to the other one. */
  similarity: number;
}

/**
 * Replaces words of a text until its similarity to the original is as near as can be to the one that is wanted.
 * Half of the time the ends are rewritten, where a word costs one shingle, else words from one place on.
 * @param similarityTo true similarity of a text to the original; the more words are replaced, the smaller
 * @param newWord a word that the original does not have
 */
export function rewriteToSimilarity(
  original: readonly string[],
  wanted: number,
  random: Random,
  similarityTo: (words: readonly string[]) => number,
  newWord: () => string,
): NearText {
  const replacements = original.map(newWord);
  const begin = random.int(2) === 0 ? 0 : random.int(original.length);
  const rewritten = (count: number): string[] => {
    const words = [...original];
    for (let i = 0; i < count; i++) {
      // The ends are one run across them: half of it before the beginning.
      const at = (begin + i - (begin === 0 ? Math.floor(count / 2) : 0) + words.length) % words.length;
      words[at] = replacements[at]!;
    }
    return words;
  };
  let few = 0;
  let many = original.length;
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (similarityTo(rewritten(middle)) >= wanted) few = middle;
    else many = middle;
  }
  const [more, less] = [few, many].map((count) => {
    const words = rewritten(count);
    return { words, similarity: similarityTo(words) };
  });
  return more!.similarity - wanted <= wanted - less!.similarity ? more! : less!;
}
