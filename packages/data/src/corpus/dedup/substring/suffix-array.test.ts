import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestCommonPrefix } from './maximal-repeats.js';
import { sortSuffixes, suffixArray } from './suffix-array.js';

type Text = Uint8Array | Int32Array;

function compareSuffixes(text: Text, a: number, b: number): number {
  for (; a < text.length && b < text.length; a++, b++) if (text[a] !== text[b]) return text[a]! - text[b]!;
  return b - a;
}

const sortNaively = (text: Text): number[] => [...text.keys()].sort((a, b) => compareSuffixes(text, a, b));

function sharedNaively(text: Text, order: readonly number[]): number[] {
  const shared = new Array<number>(text.length).fill(0);
  for (let rank = 1; rank < order.length; rank++) {
    const [a, b] = [order[rank - 1]!, order[rank]!];
    let length = 0;
    while (Math.max(a, b) + length < text.length && text[a + length] === text[b + length]) length++;
    shared[b] = length;
  }
  return shared;
}

function expectAsNaive(text: Text, alphabet: number): void {
  const order = suffixArray(text, alphabet);
  const naive = sortNaively(text);
  expect(Array.from(order)).toEqual(naive);
  expect(Array.from(longestCommonPrefix(text, order))).toEqual(sharedNaively(text, naive));
}

/** Repeated substitution of every symbol, as in the words of Fibonacci and Thue-Morse. */
function substitute(rules: Record<number, number[]>, times: number): number[] {
  let word = [0];
  for (let i = 0; i < times; i++) word = word.flatMap((symbol) => rules[symbol]!);
  return word;
}

describe('suffix array and common prefixes equal those of naive sorting', () => {
  const textOver = (symbols: number, maxLength: number) =>
    fc.array(fc.nat(symbols - 1), { maxLength, size: 'max' });

  test.each([
    [1, 60],
    [2, 200],
    [3, 200],
    [5, 120],
    [256, 300],
  ])('random texts over %i symbols', (symbols, maxLength) => {
    fc.assert(
      fc.property(textOver(symbols, maxLength), (symbolsOfText) => {
        expectAsNaive(Int32Array.from(symbolsOfText), symbols);
        expectAsNaive(Uint8Array.from(symbolsOfText), symbols);
      }),
      { numRuns: 300 },
    );
  });

  test('texts of repeated blocks, in which ranks are named alike over several levels', () => {
    const blocks = fc.array(fc.constantFrom([0, 1], [1, 0, 0], [0, 1, 0, 2], [2, 1]), {
      maxLength: 80,
      size: 'max',
    });
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 3 }), (parts, times) => {
        const once = parts.flat();
        expectAsNaive(Int32Array.from(Array.from({ length: times }, () => once).flat()), 3);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['empty', []],
    ['one symbol', [3]],
    ['two, rising', [0, 1]],
    ['two, falling', [1, 0]],
    ['all equal', new Array<number>(500).fill(2)],
    ['all equal but the last, smaller', [...new Array<number>(300).fill(2), 1]],
    ['all equal but the last, larger', [...new Array<number>(300).fill(2), 3]],
    ['rising', Array.from({ length: 300 }, (_, i) => i)],
    ['falling', Array.from({ length: 300 }, (_, i) => 299 - i)],
    ['Fibonacci word', substitute({ 0: [0, 1], 1: [0] }, 14)],
    ['Thue-Morse word', substitute({ 0: [0, 1], 1: [1, 0] }, 10)],
    ['paperfolding', substitute({ 0: [0, 1], 1: [2, 1], 2: [0, 3], 3: [2, 3] }, 9)],
    ['period 3', Array.from({ length: 400 }, (_, i) => i % 3)],
    ['symbols that do not occur', [100, 7, 100, 7, 7]],
  ])('%s', (_, text) => {
    expectAsNaive(Int32Array.from(text), Math.max(0, ...text) + 1);
  });

  test('mississippi, by hand', () => {
    const text = Uint8Array.from(Buffer.from('mississippi'));
    expect(Array.from(suffixArray(text, 256))).toEqual([10, 7, 4, 1, 0, 9, 8, 6, 3, 5, 2]);
    // By position: mississippi, ississippi, ssissippi, ...
    expect(Array.from(longestCommonPrefix(text, suffixArray(text, 256)))).toEqual([
      0, 4, 3, 2, 1, 1, 0, 1, 1, 0, 0,
    ]);
  });
});

test('a text longer than one slice is sorted right: each suffix is below the next', () => {
  const length = 1_200_000;
  const text = new Uint8Array(length);
  let state = 1;
  // Over 3 symbols and with a long repeat, so that neighbours share much.
  for (let i = 0; i < length / 2; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text[i] = (state >>> 16) % 3;
  }
  text.copyWithin(length / 2, 0, length / 2);
  const order = new Int32Array(length);
  let yields = 0;
  for (const done of sortSuffixes(text, order, 3)) if (done > 0) yields++;
  expect(yields).toBeGreaterThan(8);

  const seen = new Uint8Array(length);
  for (const position of order) seen[position] = 1;
  expect(seen.every((mark) => mark === 1)).toBe(true);
  const shared = longestCommonPrefix(text, order);
  let wrong = 0;
  for (let rank = 1; rank < length; rank++) {
    const [a, b] = [order[rank - 1]!, order[rank]!];
    const prefix = shared[b]!;
    // -1 stands for the end of the text, which is below every symbol.
    if ((text[a + prefix] ?? -1) >= (text[b + prefix] ?? -1)) wrong++;
  }
  expect(wrong).toBe(0);
});
