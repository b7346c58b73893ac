import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOfByte, toCharacters } from './byte-alphabet.js';
import { PairHeap } from './pair-heap.js';
import { trainByteBpe } from './train-byte-bpe.js';
import { splitWords } from './word-rules.js';

const texts = [
  "the cat sat on the mat. the cats sat on the mats, then the cat's mother came.\n\nAnd then: 12 mats, 112 cats!",
  'aaaa aaa aa aaaaa naïve naïf 日本 日本語',
];

const mergeNames = (bpe: ReturnType<typeof trainByteBpe>): string[] =>
  bpe.merges.map(([left, right]) => `${toCharacters(bpe.tokens[left]!)} ${toCharacters(bpe.tokens[right]!)}`);

test('merges are those of the trainer of Hugging Face tokenizers 0.23.2', () => {
  // BpeTrainer(vocab_size=400, min_frequency=2, initial_alphabet=ByteLevel.alphabet()) on the same texts.
  const reference = [
    ...[
      'a a',
      'a t',
      'h e',
      't he',
      'Ġ the',
      'Ġ c',
      'Ġ m',
      'at s',
      'Ġ aa',
      '1 2',
      'a Ã',
      'n aÃ',
      'o n',
      's at',
    ],
    ...[
      '¥ æ',
      'æ Ĺ',
      'Ġ naÃ',
      'Ġ on',
      'Ġ sat',
      'Ġ æĹ',
      'ľ ¬',
      'Ġthe n',
      'Ġc at',
      'Ġc ats',
      'Ġm ats',
      '¥æ ľ¬',
    ],
    ...['ĠnaÃ ¯', 'ĠæĹ ¥æľ¬'],
  ];
  expect(mergeNames(trainByteBpe(texts, 400))).toEqual(reference);
});

test('the vocabulary size counts the bytes and the end-of-text token', () => {
  expect(trainByteBpe(texts, 257).merges).toEqual([]);
  expect(trainByteBpe(texts, 260).tokens).toHaveLength(259);
  expect(trainByteBpe([], 1000).tokens).toHaveLength(256);
});

test('merges agree with counting every pair anew after each merge', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), (lines) => {
      expect(mergeNames(trainByteBpe(lines, 290))).toEqual(trainBySlowCounting(lines, 290));
    }),
    { numRuns: 300 },
  );
});

/** The definition, without heap or incremental counts. */
function trainBySlowCounting(lines: readonly string[], vocabSize: number): string[] {
  const idOf = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) idOf.set(toCharacters(Uint8Array.of(byte)), idOfByte[byte]!);
  const words = lines.flatMap(splitWords).map((word) => [...toCharacters(new TextEncoder().encode(word))]);
  const merges: string[] = [];
  while (idOf.size < vocabSize - 1) {
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        const pair = `${word[i]} ${word[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    for (const merge of merges) counts.delete(merge);
    const ids = (pair: string): number[] => pair.split(' ').map((name) => idOf.get(name)!);
    const best = [...counts]
      .filter(([, count]) => count >= 2)
      .sort(([a, x], [b, y]) => y - x || ids(a)[0]! - ids(b)[0]! || ids(a)[1]! - ids(b)[1]!)[0];
    if (!best) break;
    const [left, right] = best[0].split(' ') as [string, string];
    merges.push(best[0]);
    if (!idOf.has(left + right)) idOf.set(left + right, idOf.size);
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        if (word[i] === left && word[i + 1] === right) word.splice(i, 2, left + right);
      }
    }
  }
  return merges;
}

test('the heap gives the highest count first, then the smallest pair', () => {
  const entry = fc.tuple(fc.nat(5), fc.nat(5));
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const heap = new PairHeap();
      for (const [count, pair] of entries) heap.push(count, pair);
      const popped = entries.map(() => heap.pop());
      const sorted = entries.toSorted(([a, x], [b, y]) => b - a || x - y);
      expect(popped).toEqual(sorted.map(([count, pair]) => ({ count, pair })));
      expect(heap.size).toBe(0);
    }),
  );
});
