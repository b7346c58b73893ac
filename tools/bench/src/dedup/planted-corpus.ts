import { readFileSync } from 'node:fs';
import { createRandom } from '@lethe/contracts';

/** Similarities at which near-duplicates are planted, in turn. */
const LEVELS = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5];
/** One document in five is a planted near-duplicate. */
const PLANTED_EVERY = 5;
/** Words per shingle by which similarity is meant. */
const SHINGLE = 5;
/** Most documents between a near-duplicate and its original. */
const FARTHEST = 1_000_000;
/** Vocabularies kept in memory: enough for the farthest original. */
const KEPT_VOCABULARIES = 512;

/** Passages of a text by the numbers of their tokens; each has the same number of words, signs not counted. */
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

/** Documents by number: passages of WikiText, and every fifth a near-duplicate of one before it. */
export interface PlantedCorpus {
  /** Ids of planted documents come after those of passages, so that the passage is the one kept. */
  idOf(index: number): string;
  indexOf(id: string): number;
  textOf(index: number): string;
  /** The passage from which a planted document was made; undefined for passages. */
  originalOf(index: number): number | undefined;
}

/** The corpus of the benchmark: every round through the passages has another vocabulary. */
export function createPlantedCorpus({ vocabulary, passages, signs }: Passages, seed: number): PlantedCorpus {
  const exchanges = new Map<number, Int32Array>();
  const exchangeOf = (copy: number): Int32Array => {
    let exchange = exchanges.get(copy);
    if (exchange === undefined) {
      exchange = exchangeWords(vocabulary.length, seed, copy);
      exchanges.set(copy, exchange);
      if (exchanges.size > KEPT_VOCABULARIES) exchanges.delete(exchanges.keys().next().value!);
    }
    return exchange;
  };
  const isPlanted = (index: number): boolean => index % PLANTED_EVERY === PLANTED_EVERY - 1;
  const originalOf = (index: number): number | undefined => {
    if (!isPlanted(index)) return undefined;
    const distance = 1 + ((Math.imul(index, 0x9e3779b1) >>> 0) % Math.min(index, FARTHEST));
    return isPlanted(index - distance) ? index - distance - 1 : index - distance;
  };
  const tokensOf = (index: number): string[] => {
    const exchange = exchangeOf(Math.floor(index / passages.length));
    const passage = passages[index % passages.length]!;
    const tokens = new Array<string>(passage.length);
    for (let i = 0; i < passage.length; i++) {
      const token = passage[i]!;
      tokens[i] = token < 0 ? signs[-1 - token]! : vocabulary[exchange[token]!]!;
    }
    return tokens;
  };
  return {
    idOf: (index) => `${isPlanted(index) ? 'planted' : 'passage'}-${String(index).padStart(9, '0')}`,
    indexOf: (id) => Number(id.slice(id.indexOf('-') + 1)),
    originalOf,
    textOf(index) {
      const original = originalOf(index);
      if (original === undefined) return tokensOf(index).join(' ');
      const level = LEVELS[Math.floor(index / PLANTED_EVERY) % LEVELS.length]!;
      const passage = passages[original % passages.length]!;
      return rewriteEnds(tokensOf(original), passage, level, seed, index).join(' ');
    },
  };
}

/**
 * Replaces the first and last words with new ones, each of which costs one shingle.
 * @param passage numbers of the tokens, negative for signs
 */
function rewriteEnds(
  tokens: string[],
  passage: Int32Array,
  similarity: number,
  seed: number,
  index: number,
): string[] {
  const shingles = passage.reduce((count, token) => (token < 0 ? count : count + 1), 1 - SHINGLE);
  const lost = Math.round((shingles * (1 - similarity)) / (1 + similarity));
  const random = createRandom(seed, 'dedup benchmark rewriting', index);
  const atBegin = random.int(lost + 1);
  const rewrite = (count: number, from: number, step: number): void => {
    for (let at = from, left = count; left > 0; at += step) {
      if (passage[at]! < 0) continue;
      tokens[at] = `new${random.uint32().toString(36)}`;
      left--;
    }
  };
  rewrite(atBegin, 0, 1);
  rewrite(lost - atBegin, passage.length - 1, -1);
  return tokens;
}

/** Its documents in order, without end. */
export function* plantedDocuments(corpus: PlantedCorpus): Generator<{ id: string; text: string }> {
  for (let index = 0; ; index++) yield { id: corpus.idOf(index), text: corpus.textOf(index) };
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
