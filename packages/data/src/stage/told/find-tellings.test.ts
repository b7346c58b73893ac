import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWordBoundary } from '../../text/word-boundaries.js';
import { createTellingFinder } from './find-tellings.js';

test('the finder finds what a search for every wording finds', () => {
  // Few letters and long common beginnings: wordings that stand in others, overlap, and differ beyond the anchor.
  const word = fc.constantFrom('a', 'b', ' ', 'ab ', '.', 'a b '.repeat(17));
  const wording = fc.array(word, { maxLength: 4 }).map((words) => words.join(''));
  const fact = fc.record({ text: wording, variants: fc.array(wording, { maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 4 }), fc.array(word, { maxLength: 12 }), (facts, words) => {
      const document = words.join('');
      const expected = new Set<string>();
      facts.forEach(({ text, variants }, fact) => {
        for (const wording of [text, ...variants].filter((one) => one !== '')) {
          for (let at = document.indexOf(wording); at >= 0; at = document.indexOf(wording, at + 1)) {
            const end = at + wording.length;
            if (isWordBoundary(document, at) && isWordBoundary(document, end))
              expected.add(`${fact} ${at} ${end}`);
          }
        }
      });
      const found = createTellingFinder(facts)(document);
      expect(found.map(({ fact, start, end }) => `${fact} ${start} ${end}`).sort()).toEqual(
        [...expected].sort(),
      );
      expect(found.map(({ start }) => start)).toEqual(found.map(({ start }) => start).sort((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});

test('no part of a word is a wording', () => {
  const find = createTellingFinder([{ text: 's1 r2 a3', variants: [] }]);
  expect(find('s1 r2 a3')).toEqual([{ fact: 0, start: 0, end: 8 }]);
  expect(find('s1 r2 a30')).toEqual([]);
  expect(find('ns1 r2 a3')).toEqual([]);
  expect(createTellingFinder([])('s1 r2 a3')).toEqual([]);
});
