import { readFileSync } from 'node:fs';
import { LetheError } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { createLibraryCodec } from '../library-tokenizer.js';
import { createNormalizer } from './normalizers.js';
import { createPreTokenizer } from './pre-tokenizers.js';

// Texts, pieces and ids of Hugging Face tokenizers 0.23.2 (Python): testing/make-golden-kinds.py.
interface Golden {
  texts: string[];
  normalizers: { part: object; expected: string }[];
  preTokenizers: { part: object; expected: string }[];
  tokenizers: { name: string; tokenizer: string; expected: string }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../testing/golden/kinds.json', import.meta.url), 'utf8'),
);
const nameOf = (part: object): string => JSON.stringify(part).slice(0, 120);

describe('normalizers', () => {
  it.each(golden.normalizers.map((kind) => [nameOf(kind.part), kind] as const))(
    "%s: Python's texts",
    (_, { part, expected }) => {
      const normalize = createNormalizer(part, 'x');
      golden.texts.forEach((text, i) => {
        expect(normalize(text), JSON.stringify(text)).toBe(expected.split('\u241d')[i]);
      });
    },
  );
});

describe('pre-tokenizers', () => {
  it.each(golden.preTokenizers.map((kind) => [nameOf(kind.part), kind] as const))(
    "%s: Python's pieces",
    (_, { part, expected }) => {
      const preTokenize = createPreTokenizer(part, 'x');
      golden.texts.forEach((text, i) => {
        const pieces = text === '' ? [] : preTokenize(text, true).map((piece) => piece.text);
        expect(pieces.join('\u241e'), JSON.stringify(text)).toBe(expected.split('\u241d')[i]);
      });
    },
  );
});

describe('tokenizers', () => {
  it.each(golden.tokenizers.map((kind) => [kind.name, kind] as const))(
    "%s: Python's ids",
    (_, { tokenizer, expected }) => {
      const codec = createLibraryCodec(JSON.parse(tokenizer), 'x');
      golden.texts.forEach((text, i) => {
        expect(codec.encode(text).join(' '), JSON.stringify(text)).toBe(expected.split('\u241d')[i]);
      });
    },
  );
});

describe('what cannot be followed is refused by name', () => {
  const normalizer = (part: object) => () => createNormalizer(part, 'file');
  const nested = (depth: number): object => {
    let part: object = { type: 'NFC' };
    for (let i = 0; i < depth; i++) part = { type: 'Sequence', normalizers: [part] };
    return part;
  };
  const preTokenizer = (part: object) => () => createPreTokenizer(part, 'file');
  const split = (Regex: string) =>
    preTokenizer({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });
  const tokenizer = JSON.parse(golden.tokenizers[0]!.tokenizer);
  const slow = { type: 'Replace', pattern: { Regex: '(a+)+$' }, content: '' };
  const model = (change: object) => () =>
    createLibraryCodec({ ...tokenizer, model: { ...tokenizer.model, ...change } }, 'file');

  it.each<[string, () => unknown, RegExp]>([
    ["T5's charsmap", normalizer({ type: 'Precompiled', precompiled_charsmap: 'AA==' }), /"Precompiled"/],
    ['another normalizer', normalizer({ type: 'Nmt' }), /"Nmt"/],
    ['one in a sequence', normalizer({ type: 'Sequence', normalizers: [{ type: 'Nmt' }] }), /"Nmt"/],
    ['sequences without end', normalizer(nested(100_000)), /inside each other/],
    ['an unknown field', normalizer({ type: 'NFC', more: 1 }), /normalizer NFC[\s\S]*more/],
    ['a field of another type', normalizer({ type: 'Prepend', prepend: 3 }), /prepend/],
    ['scripts', preTokenizer({ type: 'UnicodeScripts' }), /"UnicodeScripts"/],
    ['no type', preTokenizer({}), /pre_tokenizer[\s\S]*none/],
    ['a name that all objects have', preTokenizer({ type: 'toString' }), /"toString"/],
    ['exponential time', split('(a+)+$'), /repeated group/],
    ['exponential time in words', split('(?:\\s|\\w*)*x'), /repeated group/],
    ['exponential time by alternatives', split('(?:a|a)*$'), /repeated group/],
    ['possessive quantifiers', split('a++b'), /possessive/],
    ['atomic groups', split('(?>a)b'), /not supported/],
    ['back references', split('(a)\\1'), /not supported/],
    ['a broken pattern', split('(a'), /pattern/],
    [
      'exponential time in decoding',
      () => createLibraryCodec({ ...tokenizer, decoder: { type: 'Sequence', decoders: [slow] } }, 'file'),
      /repeated group/,
    ],
    ['dropout', model({ dropout: 0.1 }), /dropout/],
    ['prefixes of subwords', model({ continuing_subword_prefix: '##' }), /continuing_subword_prefix/],
    ['an unknown field of the model', model({ later: true }), /later/],
    ['ids that are not whole', model({ vocab: { a: 0.5 } }), /vocab/],
    ['merges of three', model({ merges: [['a', 'b', 'c']] }), /merges/],
  ])('%s', (_, create, message) => {
    expect(create).toThrow(LetheError);
    expect(create).toThrow(message);
  });

  it('an added token whose id the Rust library would not take', () => {
    const added = (id: number) => [{ id, content: '<new>', special: true }];
    const free = Object.keys(tokenizer.model.vocab).length;
    expect(createLibraryCodec({ ...tokenizer, added_tokens: added(free) }, 'x').idOf('<new>')).toBe(free);
    expect(() => createLibraryCodec({ ...tokenizer, added_tokens: added(free + 1) }, 'x')).toThrow(
      /"<new>" has id/,
    );
  });
});
