import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureText } from './describe-corpus.js';
import { countCharacters, countWords } from './text-measures.js';

test('words, characters and bytes are those of \\S+, of the string iterator and of Buffer', () => {
  const spaces = [
    '\t',
    '\n',
    '\v',
    '\f',
    '\r',
    ' ',
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u2028',
    '\u3000',
    '\ufeff',
  ];
  const unit = fc.constantFrom(
    'a',
    'é',
    '\u0080',
    '\u0085',
    '€',
    '🙂',
    '\u200b',
    '\ud83d',
    '\ude42',
    ...spaces,
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      expect(measureText(text)).toEqual({
        words: countWords(text),
        characters: countCharacters(text),
        bytes: Buffer.byteLength(text),
      });
    }),
    { numRuns: 2000 },
  );
});

test('white space is exactly what \\s matches', () => {
  for (let unit = 0; unit < 0x10000; unit++) {
    const character = String.fromCharCode(unit);
    if ((measureText(character).words === 0) !== /\s/.test(character)) {
      expect.fail(`U+${unit.toString(16)}`);
    }
  }
});
