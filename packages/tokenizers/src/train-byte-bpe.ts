import { byteOfId, idOfByte, toCharacters } from './byte-alphabet.js';
import { type ByteBpe, END_OF_TEXT, specialTokens } from './byte-bpe.js';
import { PairHeap } from './pair-heap.js';
import { WordCounter } from './word-counter.js';

/** Pairs seen less often than this are not merged. */
const MIN_COUNT = 2;
const PAIR_BASE = 65_536;

const encoder = new TextEncoder();

/**
 * Trains byte-level BPE (Sennrich et al. 2016; on bytes as in GPT-2): the most frequent pair of tokens is merged
 * repeatedly, ties go to the smaller ids. Counts are kept up to date merge by merge, so a run costs about the number
 * of changed places, not vocabulary x text.
 * @param texts the texts, or their words counted (WordCounter)
 * @param vocabSize tokens with the 256 bytes and the special tokens, 257 .. 65536; fewer when no pair occurs twice
 * any more
 * @param special special tokens, which take the last ids: the end-of-text token alone by default
 */
export function trainByteBpe(
  texts: Iterable<string> | Pick<WordCounter, 'counts'>,
  vocabSize: number,
  special: readonly string[] = [END_OF_TEXT],
): ByteBpe {
  const merging = mergePairs('counts' in texts ? texts.counts : countWords(texts), vocabSize, special);
  for (;;) {
    const step = merging.next();
    if (step.done) return step.value;
  }
}

/** Merges pair by pair, as `trainByteBpe` does, and yields 1 after each merge, so that it can be paced. */
export function* mergePairs(
  countOf: ReadonlyMap<string, number>,
  vocabSize: number,
  special: readonly string[],
): Generator<number, ByteBpe> {
  const { words, counts } = bytesOfWords(countOf);
  const pairs = countPairs(words, counts);
  const heap = new PairHeap();
  for (const [pair, { count }] of pairs) heap.push(count, pair);

  const tokens = Array.from(byteOfId, (byte) => Uint8Array.of(byte));
  const idOfToken = new Map(tokens.map((bytes, id) => [toCharacters(bytes), id]));
  const merges: [number, number][] = [];
  const merged = new Set<number>();
  while (tokens.length < vocabSize - special.length && heap.size > 0) {
    const top = heap.pop();
    const entry = pairs.get(top.pair);
    if (!entry || entry.count < MIN_COUNT) continue;
    if (entry.count !== top.count) {
      heap.push(entry.count, top.pair);
      continue;
    }
    const left = Math.floor(top.pair / PAIR_BASE);
    const right = top.pair % PAIR_BASE;
    const bytes = Uint8Array.from([...tokens[left]!, ...tokens[right]!]);
    const name = toCharacters(bytes);
    // Two merges can spell the same token; it keeps its first id.
    let id = idOfToken.get(name);
    if (id === undefined) {
      id = tokens.length;
      tokens.push(bytes);
      idOfToken.set(name, id);
    }
    if (!merged.has(top.pair)) merges.push([left, right]);
    merged.add(top.pair);
    pairs.delete(top.pair);
    const grown = new Set<number>();
    for (const word of new Set(entry.words)) {
      mergeInWord(words[word]!, left, right, id, (pair, change) => {
        if (pair === top.pair) return;
        let changed = pairs.get(pair);
        if (!changed) {
          changed = { count: 0, words: [] };
          pairs.set(pair, changed);
        }
        changed.count += change * counts[word]!;
        if (change > 0) {
          changed.words.push(word);
          grown.add(pair);
        }
      });
    }
    for (const pair of grown) heap.push(pairs.get(pair)!.count, pair);
    yield 1;
  }
  return { tokens, merges, added: specialTokens(special, tokens.length) };
}

interface PairEntry {
  count: number;
  /** Words that hold the pair, or held it once; with repetitions. */
  words: number[];
}

function countWords(texts: Iterable<string>): ReadonlyMap<string, number> {
  const counter = new WordCounter();
  for (const text of texts) counter.add(text);
  return counter.counts;
}

function bytesOfWords(countOf: ReadonlyMap<string, number>): { words: number[][]; counts: number[] } {
  const words = Array.from(countOf.keys(), (word) =>
    Array.from(encoder.encode(word), (byte) => idOfByte[byte]!),
  );
  return { words, counts: [...countOf.values()] };
}

function countPairs(words: readonly number[][], counts: readonly number[]): Map<number, PairEntry> {
  const pairs = new Map<number, PairEntry>();
  words.forEach((word, index) => {
    for (let i = 0; i + 1 < word.length; i++) {
      const pair = word[i]! * PAIR_BASE + word[i + 1]!;
      const entry = pairs.get(pair);
      if (entry) {
        entry.count += counts[index]!;
        entry.words.push(index);
      } else pairs.set(pair, { count: counts[index]!, words: [index] });
    }
  });
  return pairs;
}

/** Replaces every (left, right) in the word by `id`, from the left, and reports how neighbouring pairs change. */
function mergeInWord(
  word: number[],
  left: number,
  right: number,
  id: number,
  changed: (pair: number, change: 1 | -1) => void,
): void {
  for (let i = 0; i + 1 < word.length; i++) {
    if (word[i] !== left || word[i + 1] !== right) continue;
    if (i > 0) {
      changed(word[i - 1]! * PAIR_BASE + left, -1);
      changed(word[i - 1]! * PAIR_BASE + id, 1);
    }
    if (i + 2 < word.length) {
      changed(right * PAIR_BASE + word[i + 2]!, -1);
      changed(id * PAIR_BASE + word[i + 2]!, 1);
    }
    word.splice(i, 2, id);
  }
}
