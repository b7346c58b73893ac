import { readFileSync } from 'node:fs';
import { createRandom } from '@lethe/contracts';

/** Passages of a text by the numbers of their tokens; a passage has a fixed number of words, signs not counted. */
export interface Passages {
  /** Tokens, the most frequent first; signs are not among them. */
  vocabulary: string[];
  /** One passage each: token numbers, or `-1 - n` for sign number n. */
  passages: Int32Array[];
  signs: string[];
}

/** Cuts the paragraphs of WikiText files, one after the other, into passages; headings are left out. */
export function readPassages(paths: readonly string[], words: number): Passages {
  const tokens = paths
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !line.startsWith(' ='))
    .flatMap((line) => line.trim().split(/\s+/));
  const counts = new Map<string, number>();
  const signNumbers = new Map<string, number>();
  for (const token of tokens) {
    if (isWord(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    else if (!signNumbers.has(token)) signNumbers.set(token, signNumbers.size);
  }
  const vocabulary = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
  const numbers = new Map(vocabulary.map((word, number) => [word, number]));
  const passages: Int32Array[] = [];
  let passage: number[] = [];
  let wordsSoFar = 0;
  for (const token of tokens) {
    const number = numbers.get(token);
    passage.push(number ?? -1 - signNumbers.get(token)!);
    if (number === undefined || ++wordsSoFar < words) continue;
    passages.push(Int32Array.from(passage));
    passage = [];
    wordsSoFar = 0;
  }
  return { vocabulary, passages, signs: [...signNumbers.keys()] };
}

/**
 * A permutation of the vocabulary that exchanges words of similar frequency, among ranks 0-7, 8-23, 24-55, ...: a
 * copy of a text in other words, with the same lengths and repetitions, that shares no shingles with it to speak of.
 */
export function exchangeWords(vocabularySize: number, seed: number, copy: number): Int32Array {
  const numbers = Int32Array.from({ length: vocabularySize }, (_, i) => i);
  if (copy === 0) return numbers;
  const random = createRandom(seed, 'dedup benchmark vocabulary', copy);
  for (let begin = 0, size = 8; begin < vocabularySize; begin += size, size *= 2) {
    random.shuffle(numbers.subarray(begin, begin + size));
  }
  return numbers;
}

function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}
