import { createRandom, type Random } from '@lethe/contracts';
import type { Shingling } from '../../../text/shingle-hashes.js';
import type { CorpusDocument } from '../../documents/corpus-document.js';
import type { ClusterRow, DedupContext } from '../method/dedup-method.js';
import { minhashDedup } from './minhash-dedup.js';
import { type MinhashOptions, matchProbability, resolveMinhashOptions } from './minhash-settings.js';

const LEVELS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1];

/** How the duplicates of one level fared. */
export interface SelfTestLevel {
  /** Target similarity. */
  similarity: number;
  planted: number;
  /** Mean of the true similarities, which come as near as whole words allow. */
  meanSimilarity: number;
  /** Duplicates whose true similarity reaches the threshold. */
  reaching: number;
  /** Of those, how many were removed. */
  found: number;
  /** Of those, how many should have shared a band by the S-curve. */
  expected: number;
  /** Duplicates under the threshold that were removed all the same. */
  removedBelow: number;
}

export interface SelfTestReport {
  documents: number;
  threshold: number;
  levels: SelfTestLevel[];
  /** Share of the planted duplicates at or over the threshold that were removed. */
  recall: number;
  /** Share of the removed documents whose true similarity to the one that stays reaches the threshold. */
  precision: number;
  removed: number;
}

/**
 * Plants near-duplicates at known similarities in invented texts, removes duplicates with the given options and counts
 * what was found. True similarities are computed on strings, apart from the hashes of the method.
 * @param size documents without the planted ones; a third as many are planted
 * @throws LetheError when an option is out of range; signal.reason when aborted
 */
export async function minhashSelfTest(
  options: MinhashOptions,
  { size = 6000, ...context }: DedupContext & { size?: number },
): Promise<SelfTestReport> {
  const { shingling, threshold, bands, rows, seed } = resolveMinhashOptions(options);
  const random = createRandom(seed, 'minhash self-test');
  const texts = Array.from({ length: size }, () => inventText(random));
  const planted = new Map<string, { level: number; similarity: number }>();
  const documents: CorpusDocument[] = texts.map((words, i) => document(`a${i}`, words));
  for (let i = 0; i < Math.floor(size / 3); i++) {
    context.signal.throwIfAborted();
    const original = texts[i]!;
    const level = i % LEVELS.length;
    const near = rewriteToSimilarity(
      original,
      LEVELS[level]!,
      random,
      (words) => exactJaccard(words.join(' '), original.join(' '), shingling),
      () => inventWord(random),
    );
    planted.set(`planted${i}`, { level, similarity: near.similarity });
    documents.push(document(`planted${i}`, near.words));
  }
  random.shuffle(documents);

  const textOf = new Map(documents.map(({ id, text }) => [id, text]));
  const removed = new Map<string, ClusterRow>();
  for await (const batch of minhashDedup(() => inOneBatch(documents), undefined, options, context)) {
    for (const row of batch) if (!row.kept) removed.set(row.doc_id, row);
  }
  const levels = LEVELS.map((similarity, level): SelfTestLevel => {
    const all = [...planted].filter(([, one]) => one.level === level);
    const reaching = all.filter(([, one]) => one.similarity >= threshold);
    const below = all.filter(([, one]) => one.similarity < threshold);
    return {
      similarity,
      planted: all.length,
      meanSimilarity: sum(all.map(([, one]) => one.similarity)) / all.length,
      reaching: reaching.length,
      found: reaching.filter(([id]) => removed.has(id)).length,
      expected: sum(reaching.map(([, one]) => matchProbability(one.similarity, bands, rows))),
      removedBelow: below.filter(([id]) => removed.has(id)).length,
    };
  });
  const rightly = [...removed.values()].filter(
    ({ doc_id, cluster_id }) =>
      exactJaccard(textOf.get(doc_id)!, textOf.get(cluster_id)!, shingling) >= threshold,
  );
  const reaching = sum(levels.map((level) => level.reaching));
  return {
    documents: documents.length,
    threshold,
    levels,
    recall: reaching === 0 ? 1 : sum(levels.map(({ found }) => found)) / reaching,
    precision: removed.size === 0 ? 1 : rightly.length / removed.size,
    removed: removed.size,
  };
}

/** The report as a table with one line for each level. */
export function formatSelfTest(report: SelfTestReport): string {
  const lines = report.levels.map((level) => {
    const share = level.reaching === 0 ? '-' : percent(level.found / level.reaching);
    const expected = level.reaching === 0 ? '-' : percent(level.expected / level.reaching);
    return [
      level.similarity.toFixed(2),
      level.meanSimilarity.toFixed(3),
      String(level.planted),
      String(level.reaching),
      share,
      expected,
      String(level.removedBelow),
    ];
  });
  const header = ['Jaccard', 'true mean', 'planted', 'reach it', 'recall', 'by S-curve', 'removed below'];
  const table = [header, ...lines].map((cells) =>
    cells
      .map((cell) => cell.padStart(15))
      .join('')
      .trimEnd(),
  );
  return [
    `${report.documents} documents, threshold ${report.threshold}`,
    ...table,
    `recall ${percent(report.recall)} of planted duplicates at the threshold or over it`,
    `precision ${percent(report.precision)} of ${report.removed} removed documents`,
  ].join('\n');
}

async function* inOneBatch(documents: readonly CorpusDocument[]) {
  yield documents;
}

function document(id: string, words: readonly string[]): CorpusDocument {
  return { id, text: words.join(' '), source: 'self-test' };
}

/** 40 to 159 words, the frequent ones of which are drawn much more often, as in language. */
function inventText(random: Random): string[] {
  return Array.from({ length: 40 + random.int(120) }, () => inventWord(random));
}

function inventWord(random: Random): string {
  // Number of the word by a law close to Zipf's, spelled in syllables.
  let number = Math.floor(30_000 ** random.uniform());
  let word = '';
  do {
    word += 'bdfgklmnprstvz'[number % 14]! + 'aeiou'[Math.floor(number / 14) % 5]!;
    number = Math.floor(number / 70);
  } while (number > 0);
  return word;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.99 && share < 1 ? 2 : 1)} %`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * The shingles of a text as strings, by regular expressions: the plain way, some twenty times slower than hashing,
 * by which results are judged. Agrees with the hashed shingles on text of the basic multilingual plane in scripts that
 * put spaces between words.
 */
export function exactShingles(text: string, shingling: Shingling): Set<string> {
  const folded = shingling.lowercase ? text.toLowerCase() : text;
  const keepsSigns = shingling.punctuation === 'keep';
  const pattern = keepsSigns ? /[\p{L}\p{M}\p{N}]+|[^\p{White_Space}]/gu : /[\p{L}\p{M}\p{N}]+/gu;
  const words = folded.match(pattern) ?? [];
  const separators = keepsSigns ? /\p{White_Space}+/gu : /[^\p{L}\p{M}\p{N}]+/gu;
  const pieces = shingling.unit === 'word' ? words : [...folded.replace(separators, ' ').trim()];
  const glue = shingling.unit === 'word' ? ' ' : '';
  if (pieces.length === 0) return new Set();
  const shingles = new Set<string>();
  const last = Math.max(0, pieces.length - shingling.size);
  for (let i = 0; i <= last; i++) shingles.add(pieces.slice(i, i + shingling.size).join(glue));
  return shingles;
}

/** True Jaccard similarity of two texts: of their sets of shingles; 0 where both are empty. */
export function exactJaccard(a: string, b: string, shingling: Shingling): number {
  const ofA = exactShingles(a, shingling);
  const ofB = exactShingles(b, shingling);
  let shared = 0;
  for (const shingle of ofA) if (ofB.has(shingle)) shared++;
  return shared === 0 ? 0 : shared / (ofA.size + ofB.size - shared);
}

/** A text near to another one. */
interface NearText {
  words: string[];
  /** True Jaccard similarity to the other one. */
  similarity: number;
}

/**
 * Replaces words of a text until its similarity to the original is as near as possible to the target.
 * Half of the time the ends are rewritten, where a word costs one shingle, else words from one place on.
 * @param similarityTo true similarity of a text to the original; the more words are replaced, the smaller
 * @param newWord a word that the original does not have
 */
function rewriteToSimilarity(
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
