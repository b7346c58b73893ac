import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRepeats } from './find-repeats.js';

type Listed = { text: string; occurrences: { text: number; start: number; end: number }[] };

/** All maximal repeats, from the definition. */
function naiveRepeats(texts: readonly string[], minLength: number): Listed[] {
  const places = new Map<string, { text: number; start: number; end: number }[]>();
  texts.forEach((text, number) => {
    for (let start = 0; start < text.length; start++) {
      for (let end = start + minLength; end <= text.length; end++) {
        const piece = text.slice(start, end);
        places.set(piece, [...(places.get(piece) ?? []), { text: number, start, end }]);
      }
    }
  });
  const isMaximal = (occurrences: Listed['occurrences']): boolean => {
    // An end of a text is a symbol of its own there.
    const befores = occurrences.map(({ text, start }) => texts[text]![start - 1] ?? `before ${text}`);
    const afters = occurrences.map(({ text, end }) => texts[text]![end] ?? `after ${text}`);
    return new Set(befores).size > 1 && new Set(afters).size > 1;
  };
  return [...places]
    .map(([text, occurrences]) => ({ text, occurrences }))
    .filter(({ occurrences }) => occurrences.length > 1 && isMaximal(occurrences));
}

const byText = (a: { text: string }, b: { text: string }): number => (a.text < b.text ? -1 : 1);
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 20 });

test('the maximal repeats are those of the definition', () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 4 }), fc.integer({ min: 1, max: 4 }), (texts, minLength) => {
      const { repeats, found } = findRepeats(texts, { unit: 'bytes', minLength, limit: 10_000 });
      const naive = naiveRepeats(texts, minLength);
      expect(found).toBe(naive.length);
      expect(repeats.map(({ text, occurrences }) => ({ text, occurrences })).sort(byText)).toEqual(
        naive.sort(byText),
      );
      for (const { text, tokens } of repeats) expect(tokens).toBe(text.length);
    }),
    { numRuns: 500 },
  );
});

test('the list begins with what costs most, and `limit` and `minCount` cut it', () => {
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 4 }),
      fc.nat(5),
      fc.integer({ min: 2, max: 4 }),
      (texts, limit, minCount) => {
        const all = findRepeats(texts, { unit: 'bytes', minLength: 1, limit: 10_000 }).repeats;
        const cost = all.map(({ tokens, occurrences }) => tokens * (occurrences.length - 1));
        expect(cost).toEqual([...cost].sort((a, b) => b - a));
        const frequent = all.filter(({ occurrences }) => occurrences.length >= minCount);
        const { repeats, found } = findRepeats(texts, { unit: 'bytes', minLength: 1, limit, minCount });
        expect(found).toBe(frequent.length);
        expect(repeats).toEqual(frequent.slice(0, limit));
      },
    ),
    { numRuns: 200 },
  );
});

describe('by hand', () => {
  test('words with other white space between them', () => {
    const texts = ['He said: to be  or not to be.', 'To be or not', 'well,\nto\nbe or not, or not?'];
    expect(findRepeats(texts, { minLength: 3 })).toEqual({
      repeats: [
        {
          text: 'to be  or not',
          tokens: 4,
          occurrences: [
            { text: 0, start: 9, end: 22 },
            { text: 2, start: 6, end: 18 },
          ],
        },
        {
          text: 'be  or not',
          tokens: 3,
          occurrences: [
            { text: 0, start: 12, end: 22 },
            { text: 1, start: 3, end: 12 },
            { text: 2, start: 9, end: 18 },
          ],
        },
      ].sort((a, b) => b.tokens * (b.occurrences.length - 1) - a.tokens * (a.occurrences.length - 1)),
      found: 2,
    });
  });

  test('of repeats that cost the same, the longer and then the earlier comes first', () => {
    const texts = (...list: string[]): string[] =>
      findRepeats(list, { unit: 'bytes', minLength: 2 }).repeats.map(({ text }) => text);
    expect(texts('ab1cd', 'cd2ab')).toEqual(['ab', 'cd']);
    expect(texts('cd1ab', 'ab2cd')).toEqual(['cd', 'ab']);
    // Twice four bytes cost as much as thrice two.
    expect(texts('xy1wxyz', '2wxyz3')).toEqual(['wxyz', 'xy']);
    expect(texts('ef1ef2abcd', '3ef', '4abcd5')).toEqual(['abcd', 'ef']);
  });

  test('nothing to find', () => {
    expect(findRepeats([])).toEqual({ repeats: [], found: 0 });
    expect(findRepeats(['', ''], { minLength: 1 })).toEqual({ repeats: [], found: 0 });
    expect(findRepeats(['a b c', 'd e f'], { minLength: 1 })).toEqual({ repeats: [], found: 0 });
  });

  test('one symbol many times has a repeat of every length', () => {
    const { repeats, found } = findRepeats(['a'.repeat(2000)], { unit: 'bytes', minLength: 1, limit: 1 });
    expect(found).toBe(1999);
    // Length 1000 saves 1000 x 1000.
    expect(repeats[0]!.tokens).toBe(1000);
    expect(repeats[0]!.occurrences).toHaveLength(1001);
  });

  test.each([[{ minLength: 0 }], [{ minCount: 1 }], [{ limit: -1 }]])('refuses %j', (options) => {
    expect(() => findRepeats(['a'], options)).toThrow(/out of range/);
  });
});
