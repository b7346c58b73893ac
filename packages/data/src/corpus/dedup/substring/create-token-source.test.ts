import { createByteBpeTokenizer, trainByteBpe } from '@lethe/tokenizers';
import fc from 'fast-check';
import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { encode, decode as streamingDecode } from 'gpt-tokenizer/encoding/r50k_base';
import { describe, expect, test } from 'vitest';
import { createTokenSource } from './create-token-source.js';
import { cutSpans, textSpan } from './substring-dedup.js';
import { INSIDE, type ReversibleTokenizer, type TokenUnit } from './token-source.js';

// The package's own decode keeps the bytes of an unfinished character for the next call.
const gpt2: ReversibleTokenizer = {
  encode: (text) => encode(text, { disallowedSpecial: new Set() }),
  decode: (ids) => Buffer.concat(ids.map((id) => Buffer.from(ranks[id] as number[]))).toString(),
};
const ours = createByteBpeTokenizer(trainByteBpe(['one two three one two three 日本'], 270));
const units: [string, TokenUnit][] = [
  ['words', 'words'],
  ['bytes', 'bytes'],
  ['GPT-2', gpt2],
  ['a byte-level BPE of our own', ours],
];
/** Letters, marks, spaces of several kinds, scripts without spaces, emoji, and halves of surrogate pairs. */
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    ' ',
    '\n',
    '\u3000',
    'é',
    'e\u0301',
    '日本',
    'ไทย',
    '😀',
    '👩‍👧',
    '\ud83d',
    '.',
    '7',
  ),
  maxLength: 30,
});

describe.each(units)('%s', (_, unit) => {
  test('one place for every token, in order; together they hold all but white space', () => {
    const source = createTokenSource(unit);
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = Array.from(source.encode(text));
        const { starts, ends } = source.offsets(text);
        expect([starts.length, ends.length]).toEqual([tokens.length, tokens.length]);
        for (const token of tokens) expect(token).toBeLessThan(source.alphabet());
        let at = 0;
        for (let i = 0; i < tokens.length; i++) {
          if (starts[i] !== INSIDE) {
            expect(text.slice(at, starts[i]).trim()).toBe('');
            at = starts[i]!;
          }
          if (ends[i] !== INSIDE) at = ends[i]!;
        }
        expect(text.slice(at).trim()).toBe('');
        if (tokens.length > 0) expect(at).toBe(unit === 'words' ? text.trimEnd().length : text.length);
      }),
      { numRuns: 300 },
    );
  });

  test('equal tokens are equal text', () => {
    const source = createTokenSource(unit);
    const textOf = new Map<number, string>();
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = Array.from(source.encode(text));
        const { starts, ends } = source.offsets(text);
        tokens.forEach((token, i) => {
          if (starts[i] === INSIDE || ends[i] === INSIDE) return;
          // A half of a surrogate pair is read as U+FFFD by all but words.
          const piece = text
            .slice(starts[i], ends[i])
            .replace(/^\ud83d$/, unit === 'words' ? '\ud83d' : '\ufffd');
          expect(textOf.get(token) ?? piece).toBe(piece);
          textOf.set(token, piece);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('spans cut no character in two', () => {
    const source = createTokenSource(unit);
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, a, b) => {
        const offsets = source.offsets(text);
        const tokens = offsets.starts.length;
        const [first, after] = [a % (tokens + 1), b % (tokens + 1)].sort((x, y) => x - y) as [number, number];
        const span = textSpan(offsets, first, after);
        const isSplit = (offset: number): boolean =>
          /[\ud800-\udbff]/.test(text.charAt(offset - 1)) && /[\udc00-\udfff]/.test(text.charAt(offset));
        if (span) expect(isSplit(span[0]) || isSplit(span[1])).toBe(false);
        if (tokens > 0) expect(cutSpans(offsets, [0, tokens], text.length).at(-1)).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('words', () => {
  const wordsOf = (text: string): string[] => {
    const { starts, ends } = createTokenSource('words').offsets(text);
    return Array.from(starts, (start, i) => text.slice(start, ends[i]));
  };

  test.each([
    ['', []],
    [' \n ', []],
    ["The cat's 3.5 km", ['The', 'cat', "'", 's', '3', '.', '5', 'km']],
    ['naïve café e\u0301t', ['naïve', 'café', 'e\u0301t']],
    ['我爱 you', ['我', '爱', 'you']],
    ['ภาษา', ['ภ', 'า', 'ษ', 'า']],
    ['한국어 Ελλάδα', ['한국어', 'Ελλάδα']],
    ['a😀b', ['a', '😀', 'b']],
    ['a\u00a0b\u3000c', ['a', 'b', 'c']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('numbers are given in the order of first use and survive growth of the table', () => {
    const source = createTokenSource('words');
    const many = Array.from({ length: 50_000 }, (_, i) => `w${i}`);
    expect(Array.from(source.encode(many.join(' ')))).toEqual(Array.from(many.keys()));
    expect(Array.from(source.encode('w49999 w0 w777 new'))).toEqual([49_999, 0, 777, 50_000]);
    expect(source.alphabet()).toBe(50_001);
  });

  test.each([
    ['a b c d', [1, 3], 'a d'],
    ['a b c d', [0, 2], 'c d'],
    ['a b c d ', [2, 4], 'a b '],
    ['a (b c) d', [1, 5], 'a d'],
    ['a (b c) d', [2, 4], 'a () d'],
    ['x-b c d', [2, 3], 'x- c d'],
    ['a b c d e', [0, 1, 3, 4], 'b c e'],
  ])('%j without tokens %j', (text, tokenSpans, left) => {
    const spans = cutSpans(createTokenSource('words').offsets(text), tokenSpans, text.length);
    let kept = '';
    let from = 0;
    for (let i = 0; i < spans.length; i += 2) {
      kept += text.slice(from, spans[i]);
      from = spans[i + 1]!;
    }
    expect(kept + text.slice(from)).toBe(left);
  });
});

describe('tokenizers that cannot be used', () => {
  test.each<[string, ReversibleTokenizer, RegExp]>([
    [
      'lower case',
      {
        encode: (text) => Array.from(Buffer.from(text)),
        decode: (ids) => Buffer.from(ids).toString().toLowerCase(),
      },
      /decoding does not restore the text[\s\S]*'words' or 'bytes'/,
    ],
    [
      'a special token in front',
      {
        encode: (text) => [256, ...Buffer.from(text)],
        decode: (ids) => ids.map((id) => (id === 256 ? '<s>' : String.fromCharCode(id))).join(''),
      },
      /decoding does not restore the text/,
    ],
    [
      'bytes kept from one decode to the next',
      { encode, decode: streamingDecode },
      /decoding does not restore the text[\s\S]*keeps bytes/,
    ],
    ['no ids', { encode: () => [0.5], decode: () => '' }, /not a token id[\s\S]*0.5/],
    ['negative ids', { encode: () => [-1], decode: () => '' }, /not a token id[\s\S]*-1/],
  ])('%s', (_, tokenizer, message) => {
    const source = createTokenSource(tokenizer);
    expect(() => {
      source.encode('Word 日本');
      source.offsets('Word 日本');
    }).toThrow(message);
  });
});
