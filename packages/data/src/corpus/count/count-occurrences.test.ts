import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenCorpus } from '../documents/corpus-document.js';
import { type CountOptions, countOccurrences } from './count-occurrences.js';

function open(texts: readonly string[], size = 2): OpenCorpus {
  const documents = texts.map((text, i) => ({ id: `d${i}`, text, source: 'test' }));
  return async function* () {
    for (let i = 0; i < documents.length; i += size) yield documents.slice(i, i + size);
  };
}

/** Places of a string in a text by trying all of them. */
function naivePlaces(
  text: string,
  string: string,
  { wholeWords = true, ignoreCase }: CountOptions,
): number[] {
  const fold = (s: string): string => (ignoreCase ? s.toLowerCase() : s);
  const isWord = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{M}\p{N}]/u.test(unit);
  const cutsWord = (at: number): boolean => isWord(text[at - 1]) && isWord(text[at]);
  return Array.from({ length: text.length }, (_, start) => start).filter((start) => {
    const end = start + string.length;
    if (fold(text.slice(start, end)) !== fold(string)) return false;
    return !wholeWords || !(cutsWord(start) || cutsWord(end));
  });
}

const alphabet = ['a', 'A', 'b', 'é', ' ', '-', '7'];
const text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 25 });
const string = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 5 });
const matchOptions = fc.record({ wholeWords: fc.boolean(), ignoreCase: fc.boolean() });

describe('counts', () => {
  test('equal those of naive search', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 5 }),
        fc.array(string, { maxLength: 12 }),
        matchOptions,
        async (texts, strings, options) => {
          const { documents, counts } = await countOccurrences(open(texts), strings, options);
          expect(documents).toBe(texts.length);
          expect(counts).toEqual(
            strings.map((string) => {
              const places = texts.map((text) => naivePlaces(text, string, options).length);
              return {
                string,
                occurrences: places.reduce((sum, count) => sum + count, 0),
                documents: places.filter((count) => count > 0).length,
              };
            }),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('equal those of naive search on a long text with many strings that share beginnings and endings', async () => {
    const random = createRandom(1, 'test');
    const draw = (length: number): string =>
      Array.from({ length }, () => 'ab'.charAt(random.int(2))).join('');
    const long = draw(20_000);
    const strings = Array.from({ length: 300 }, () => draw(1 + random.int(14)));
    const { counts } = await countOccurrences(open([long]), strings, { wholeWords: false });
    for (const { string, occurrences } of counts) {
      let places = 0;
      for (let at = long.indexOf(string); at >= 0; at = long.indexOf(string, at + 1)) places++;
      expect(occurrences, string).toBe(places);
    }
  });

  test.each<[string, string, CountOptions, number]>([
    ['Ann met Anna, Ann.', 'Ann', {}, 2],
    ['Ann met Anna, Ann.', 'Ann', { wholeWords: false }, 3],
    ['Ann, ANN and ann', 'ann', {}, 1],
    ['Ann, ANN and ann', 'ann', { ignoreCase: true }, 3],
    ['aaaa', 'aa', { wholeWords: false }, 3],
    ['naïve ve', 've', {}, 1],
    ['我爱北京', '北京', {}, 1],
    ['(x) f(x)', '(x)', {}, 2],
    ['1832 and 11832', '1832', {}, 1],
    ['ΣΑΣ σασ', 'σασ', { ignoreCase: true }, 2],
    ['a😀a', '😀', {}, 1],
    ['İstanbul', 'istanbul', { ignoreCase: true }, 0],
  ])('%j holds %j with %j: %i times', async (text, string, options, expected) => {
    const { counts } = await countOccurrences(open([text]), [string], options);
    expect(counts[0]!.occurrences).toBe(expected);
  });

  test('no strings, no documents', async () => {
    expect(await countOccurrences(open([]), ['a'])).toEqual({
      documents: 0,
      counts: [{ string: 'a', occurrences: 0, documents: 0 }],
    });
    expect(await countOccurrences(open(['a']), [])).toEqual({ documents: 1, counts: [] });
  });
});

test('an empty string is refused', async () => {
  await expect(countOccurrences(open(['a']), ['a', ''])).rejects.toThrow(/^string 1: an empty string/);
});

test('an abort is heard', async () => {
  const controller = new AbortController();
  const endless: OpenCorpus = async function* () {
    for (;;) yield [{ id: '', text: 'word '.repeat(1000), source: '' }];
  };
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await expect(countOccurrences(endless, ['word'], { signal: controller.signal })).rejects.toThrow('enough');
});
