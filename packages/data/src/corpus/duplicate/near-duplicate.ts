import type { Random } from '@lethe/contracts';
import { backgroundWords } from '../../text/background-words.js';
import type { NearDuplicateSettings } from './near-duplicate-settings.js';
import { createShingleSimilarity } from './shingle-similarity.js';
import { wordSpans } from './word-spans.js';

/** A text that differs from another, and how similar it is. */
export interface NearDuplicate {
  text: string;
  /** Measured Jaccard similarity of the shingles. */
  similarity: number;
}

/** Makes a near-duplicate; which one depends on the text and the random numbers alone. */
export type MakeNearDuplicate = (text: string, random: Random) => NearDuplicate;

const fillers = [
  ...new Set(
    Object.values(backgroundWords)
      .flat()
      .map((word) => word.toLowerCase()),
  ),
];

/** Gaps that are one shingle too wide before the nearest is taken. */
const MISSES = 8;

/**
 * Makes near-duplicates by replacing words with common English ones until the Jaccard similarity of the shingles is
 * what is asked for. Words are replaced in a random order as long as the similarity stays above the target; then
 * the gaps that were made, and the ends of the text, grow by words or, for shingles of characters, by letters, each
 * of which changes one shingle more. Of all that was tried, the text as it is among it, the nearest is taken. Short
 * texts have few shingles and cannot be as exact: compare `similarity` with the target.
 */
export function createNearDuplicator(settings: NearDuplicateSettings): MakeNearDuplicate {
  const { jaccard, tolerance, shingling } = settings;
  const similarity = createShingleSimilarity(shingling);
  const distance = (measured: number): number => Math.abs(measured - jaccard);
  return (text, random) => {
    const { starts, ends } = wordSpans(text, shingling);
    const words = starts.length;
    let best: NearDuplicate = { text, similarity: 1 };
    if (words === 0) return best;
    similarity.compareWith(text);
    const order = random.shuffle(Int32Array.from({ length: words }, (_, i) => i));
    const replacements = starts.map((start, i) => replaceWord(text.slice(start, ends[i]), random));
    // Letters replaced at the beginning of a word that is not replaced whole.
    const letters = new Uint16Array(words);
    const isReplaced = new Uint8Array(words);

    const measure = (): number => {
      let edited = '';
      let done = 0;
      for (let i = 0; i < words; i++) {
        if (!isReplaced[i] && letters[i] === 0) continue;
        edited += text.slice(done, starts[i]);
        const word = text.slice(starts[i], ends[i]);
        edited += isReplaced[i] ? replacements[i]! : shiftLetters(word, letters[i]!);
        done = ends[i]!;
      }
      edited += text.slice(done);
      const measured = similarity.to(edited);
      if (distance(measured) < distance(best.similarity)) best = { text: edited, similarity: measured };
      return measured;
    };
    const replaceFirst = (count: number): void => {
      isReplaced.fill(0);
      for (let i = 0; i < count; i++) isReplaced[order[i]!] = 1;
    };

    /** The most first letters of a word that can change while the similarity stays at or above the target. */
    const lettersAbove = (word: number): number => {
      const length = Math.min(ends[word]! - starts[word]!, 1000);
      do letters[word]!++;
      while (letters[word]! <= length && measure() >= jaccard);
      return letters[word]! - 1;
    };

    // The most words, in the random order, that leave the similarity at or above the target.
    let enough = 0;
    let tooMany = words + 1;
    while (tooMany - enough > 1) {
      const middle = (enough + tooMany) >>> 1;
      replaceFirst(middle);
      if (measure() >= jaccard) enough = middle;
      else tooMany = middle;
    }
    replaceFirst(enough);
    let misses = 0;
    const goesOn = (): boolean => misses < MISSES && distance(best.similarity) > tolerance;
    for (let isWider = true; isWider && goesOn(); ) {
      isWider = false;
      for (let i = 0; i < words && goesOn(); i++) {
        const word = order[i]!;
        const followsGap = word === 0 || isReplaced[word - 1] === 1;
        const precedesGap = word === words - 1 || isReplaced[word + 1] === 1;
        if (isReplaced[word] || letters[word]! > 0) continue;
        if (shingling.unit === 'word') {
          if (!followsGap && !precedesGap) continue;
          isReplaced[word] = 1;
        } else {
          if (!followsGap || /^[\ud800-\udbff]/.test(text[starts[word]!]!)) continue;
          letters[word] = lettersAbove(word);
        }
        const changed = isReplaced[word] === 1 || letters[word]! > 0;
        if (changed && measure() >= jaccard) {
          isWider = true;
          continue;
        }
        misses++;
        isReplaced[word] = 0;
        letters[word] = 0;
      }
    }
    return best;
  };
}

/** A filler word other than the word, with a capital where the word has one. */
function replaceWord(word: string, random: Random): string {
  let place = random.int(fillers.length);
  if (fillers[place] === word.toLowerCase()) place = (place + 1) % fillers.length;
  const filler = fillers[place]!;
  return word[0] !== word[0]!.toLowerCase() ? filler[0]!.toUpperCase() + filler.slice(1) : filler;
}

/** The word with its first letters replaced by others: a to z in place of what was there. */
function shiftLetters(word: string, count: number): string {
  let shifted = '';
  for (let i = 0; i < count; i++) {
    const other = String.fromCharCode(0x61 + ((word.charCodeAt(i) + 8) % 26));
    shifted += other === word[i]!.toLowerCase() ? 'q' : other;
  }
  return shifted + word.slice(count);
}
