import { LetheError, type Random } from '@lethe/contracts';
import { backgroundWords } from '../../text/background-words.js';
import { type Folding, foldUnits, HIGH_SURROGATE, SEPARATOR, WORD } from '../../text/fold-units.js';
import { createShingler, type Shingling } from '../../text/shingle-hashes.js';

/** A text that differs from another, and how similar it is. */
export interface NearDuplicate {
  text: string;
  /** Measured Jaccard similarity of the shingles. */
  similarity: number;
}

/** Makes a near-duplicate; which one depends on the text and the random numbers alone. */
type MakeNearDuplicate = (text: string, random: Random) => NearDuplicate;

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
 * of which changes one shingle more. Of all that was tried, the unchanged text included, the nearest is taken. Short
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

/** How near-duplicates differ from their originals. */
export interface NearDuplicateOptions {
  /** Target Jaccard similarity of the shingles, over 0, below 1. */
  jaccard: number;
  /** Tolerance around the target; 0.01 by default. */
  tolerance?: number | undefined;
  /** Unit of the shingles; `word` by default. */
  unit?: 'word' | 'character' | undefined;
  /** Words or characters in a shingle; 5 words or 24 characters by default, as in MinHash deduplication. */
  shingleSize?: number | undefined;
}

/** Near-duplicate options with defaults filled in. */
export interface NearDuplicateSettings {
  jaccard: number;
  tolerance: number;
  shingling: Shingling;
}

/**
 * Fills in what options leave open; case and punctuation do not count, as in MinHash deduplication.
 * @throws LetheError when a number is out of its range
 */
export function resolveNearDuplicateOptions(options: NearDuplicateOptions): NearDuplicateSettings {
  const { jaccard, tolerance = 0.01, unit = 'word' } = options;
  const size = options.shingleSize ?? (unit === 'word' ? 5 : 24);
  const refuse = (where: string, expected: string, found: number): LetheError =>
    new LetheError({
      what: 'this number of near-duplicates is out of its range',
      where,
      expected,
      found: String(found),
    });
  if (!(jaccard > 0 && jaccard < 1)) throw refuse('jaccard', 'over 0 and below 1', jaccard);
  if (!(tolerance >= 0 && tolerance < 1)) throw refuse('tolerance', '0 or more, below 1', tolerance);
  if (!(Number.isInteger(size) && size >= 1 && size <= 1000)) {
    throw refuse('shingleSize', 'a whole number, 1 to 1000', size);
  }
  return { jaccard, tolerance, shingling: { unit, size, lowercase: true, punctuation: 'drop' } };
}

/** Measures the true Jaccard similarity of texts to one text. */
interface ShingleSimilarity {
  /** Takes the text that others are compared with. */
  compareWith(text: string): void;
  /** Jaccard similarity of the shingles of both texts; 1 where neither has any. */
  to(text: string): number;
}

/** Measures Jaccard similarity over the same shingles as MinHash deduplication does, without estimates. */
export function createShingleSimilarity(shingling: Shingling): ShingleSimilarity {
  const shingles = createShingler(shingling);
  const units = (text: string): Uint16Array => {
    const codes = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i);
    return codes;
  };
  let original = new Set<number>();
  const keysOf = (text: string): Set<number> => {
    const { size, hashes } = shingles(units(text), 0, text.length);
    const keys = new Set<number>();
    // 53 of the 64 bits: within one text two shingles still never collide.
    for (let i = 0; i < size; i++) {
      keys.add((hashes[2 * i]! >>> 0) * 2 ** 21 + (hashes[2 * i + 1]! >>> 11));
    }
    return keys;
  };
  return {
    compareWith: (text) => {
      original = keysOf(text);
    },
    to(text) {
      const other = keysOf(text);
      let shared = 0;
      for (const key of other) if (original.has(key)) shared++;
      const union = original.size + other.size - shared;
      return union === 0 ? 1 : shared / union;
    },
  };
}

/** Where the words of a text are, as shingles see them: word `i` is `text.slice(starts[i], ends[i])`. */
interface WordSpans {
  starts: number[];
  ends: number[];
}

/** Finds the words of a text that shingles are made of. */
function wordSpans(text: string, folding: Folding): WordSpans {
  const table = foldUnits(folding);
  const spans: WordSpans = { starts: [], ends: [] };
  for (let i = 0; i < text.length; ) {
    const kind = table[text.charCodeAt(i)]! >>> 16;
    let end = i + 1;
    if (kind === WORD) while (end < text.length && table[text.charCodeAt(end)]! >>> 16 === WORD) end++;
    else if (kind === HIGH_SURROGATE && end < text.length) end++;
    if (kind !== SEPARATOR) {
      spans.starts.push(i);
      spans.ends.push(end);
    }
    i = end;
  }
  return spans;
}
