import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRandom } from '@lethe/contracts';
import { exchangeWords, type Passages } from './passages.js';

/** Similarities at which near-duplicates are planted, in turn. */
const LEVELS = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5];
/** One document in so many is a planted near-duplicate. */
const PLANTED_EVERY = 5;
/** Words of the shingles by which similarities are meant. */
const SHINGLE = 5;
/** A near-duplicate comes at most so many documents after its original. */
const FARTHEST = 1_000_000;
/** Vocabularies that are kept: enough for the farthest original. */
const KEPT_VOCABULARIES = 512;

/** Documents by number: passages of WikiText, and every fifth a near-duplicate of one before it. */
export interface PlantedCorpus {
  /** Ids of planted documents come after those of passages, so that the passage is the one to be kept. */
  idOf(index: number): string;
  indexOf(id: string): number;
  textOf(index: number): string;
  /** Number of the passage that a planted document was made of; undefined for passages. */
  originalOf(index: number): number | undefined;
}

/** The corpus of the benchmark: every round through the passages is in a vocabulary of its own. */
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
 * Puts new words in place of the first and last ones, each of which costs one shingle.
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

/** Writes documents as JSONL until there are enough of them, or bytes. */
export async function writeCorpus(
  corpus: PlantedCorpus,
  path: string,
  isEnough: (documents: number, bytes: number) => boolean,
): Promise<{ documents: number; bytes: number }> {
  const stream = createWriteStream(path);
  let bytes = 0;
  let documents = 0;
  let lines: string[] = [];
  while (!isEnough(documents, bytes)) {
    const line = `${JSON.stringify({ id: corpus.idOf(documents), text: corpus.textOf(documents) })}\n`;
    lines.push(line);
    bytes += line.length;
    documents++;
    if (lines.length < 5000) continue;
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
    lines = [];
  }
  stream.end(lines.join(''));
  await once(stream, 'finish');
  return { documents, bytes };
}
