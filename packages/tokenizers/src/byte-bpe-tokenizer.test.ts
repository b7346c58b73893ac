import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { byteTokens, END_OF_TEXT } from './byte-bpe.js';
import { createByteBpeTokenizer } from './byte-bpe-tokenizer.js';
import { loadTokenizer } from './load-tokenizer.js';
import { fromTokenizerJson, toTokenizerJson } from './tokenizer-file.js';
import { trainByteBpe } from './train-byte-bpe.js';
import { splitWords } from './word-rules.js';

const texts = [
  "the cat sat on the mat. the cats sat on the mats, then the cat's mother came.\n\nAnd then: 12 mats, 112 cats!",
  'aaaa aaa aa aaaaa naïve naïf 日本 日本語',
];
const bpe = trainByteBpe(texts, 400);
const tokenizer = createByteBpeTokenizer(bpe);
const directory = mkdtempSync(join(tmpdir(), 'lethe-tokenizer-'));
afterAll(() => rmSync(directory, { recursive: true }));

const piece = fc.oneof(
  fc.constantFrom('the cat', ' mats', "'s", 'aaaa', ' ', '\n\n', '12', '日本', END_OF_TEXT, '  \t'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

test('ids are those of Hugging Face tokenizers 0.23.2 (Python), Unicode white space included', () => {
  // The merges are equal to theirs; there the end-of-text token comes first, so ids are theirs minus one.
  const reference: [string, number[]][] = [
    ["the cat's mats", [259, 278, 6, 82, 280]],
    [
      'a\u0085b \ufeffthe  \u00a0cat',
      [64, 126, 227, 65, 220, 171, 119, 123, 259, 220, 220, 126, 254, 66, 257],
    ],
    ['aaaaaaa 日本 naïve 😀\n\n', [256, 256, 256, 64, 283, 282, 85, 68, 220, 172, 253, 246, 222, 198, 198]],
    ['cats<|endoftext|>the', [66, 263, tokenizer.endOfText, 259]],
  ];
  for (const [input, ids] of reference) expect(Array.from(tokenizer.encode(input)), input).toEqual(ids);
});

test('ids and texts are those of @huggingface/tokenizers on the written file', () => {
  const theirs = new HuggingFaceTokenizer(JSON.parse(toTokenizerJson(bpe)), {
    clean_up_tokenization_spaces: false,
  });
  // JavaScript's \s, which that library uses, differs from Unicode in these two.
  const plain = text.map((value) => value.replace(/[\u0085\ufeff]/g, ''));
  fc.assert(
    fc.property(plain, (value) => {
      const { ids } = theirs.encode(value, { add_special_tokens: false });
      expect(Array.from(tokenizer.encode(value))).toEqual(ids);
      if (ids.length > 0) expect(tokenizer.decode(ids)).toBe(theirs.decode(ids));
    }),
    { numRuns: 500 },
  );
});

test('decoding gives the text back, for bytes too', () => {
  const bytes = createByteBpeTokenizer(byteTokens());
  expect(bytes.vocabSize).toBe(257);
  fc.assert(
    fc.property(text, (whole) => {
      expect(tokenizer.decode(tokenizer.encode(whole))).toBe(whole);
      expect(bytes.decode(bytes.encode(whole))).toBe(whole);
      const marks = whole.split(END_OF_TEXT).length - 1;
      expect(bytes.encode(whole)).toHaveLength(Buffer.byteLength(whole) - marks * (END_OF_TEXT.length - 1));
      expect(splitWords(whole).join('')).toBe(whole);
    }),
  );
});

test('a written tokenizer is read back', () => {
  const path = join(directory, 'tokenizer.json');
  writeFileSync(path, toTokenizerJson(bpe));
  const read = loadTokenizer(path);
  expect(read.encode(texts.join())).toEqual(tokenizer.encode(texts.join()));
  expect([read.vocabSize, read.endOfText]).toEqual([bpe.tokens.length + 1, bpe.tokens.length]);
  const json = JSON.parse(readFileSync(path, 'utf8'));
  expect(json.model.vocab[END_OF_TEXT]).toBe(read.endOfText);
});

test('other files are refused with the reason', () => {
  const json = JSON.parse(toTokenizerJson(bpe));
  const broken = (change: (json: typeof globalThis & Record<string, never>) => void): string => {
    const copy = structuredClone(json);
    change(copy);
    try {
      fromTokenizerJson(JSON.stringify(copy), 'file');
    } catch (error) {
      expect(error).toBeInstanceOf(LetheError);
      return (error as LetheError).message;
    }
    return 'accepted';
  };
  expect(broken(() => {})).toBe('accepted');
  expect(broken((file) => Object.assign(file.model, { type: 'WordPiece' }))).toMatch(/model\.type/);
  expect(broken((file) => Object.assign(file.model, { merges: ['zz q'] }))).toMatch(/merge "zz q"/);
  expect(broken((file) => Object.assign((file.model as { vocab: object }).vocab, { '!': 7 }))).toMatch(
    /id 7 belongs to two tokens/,
  );
  expect(() => fromTokenizerJson('{', 'file')).toThrow(LetheError);
  expect(() => loadTokenizer(join(directory, 'absent.json'))).toThrow(/run the data stage/);
  expect(() => tokenizer.decode([tokenizer.vocabSize])).toThrow(RangeError);
});
