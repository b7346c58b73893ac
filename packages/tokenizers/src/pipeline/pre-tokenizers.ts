import * as z from 'zod';
import { toCharacters } from '../byte-alphabet.js';
import { splitWords } from '../word-rules.js';
import { createComponent, defineKind, type Kind } from './component.js';
import { patternField } from './pattern.js';
import { behaviorField, type SplitBehavior, splitPieces } from './split-pieces.js';

/** Cuts a text into pieces, which the model turns into tokens one by one. */
export type PreTokenizer = (text: string, isFirst: boolean) => Piece[];

interface Piece {
  text: string;
  /** Whether it begins where the whole text begins. */
  isFirst: boolean;
}

const none = {} as Record<never, never>;

function splitter(split: (text: string) => string[]): PreTokenizer {
  return (text, isFirst) =>
    split(text).map((piece, i) => ({
      text: piece,
      isFirst: isFirst && i === 0 && text.startsWith(piece),
    }));
}

const splitAt = (pattern: RegExp, behavior: SplitBehavior, invert = false): PreTokenizer =>
  splitter((text) => splitPieces(text, pattern, behavior, invert));

function inSequence(all: readonly PreTokenizer[]): PreTokenizer {
  return (text, isFirst) =>
    all.reduce(
      (pieces, preTokenize) => pieces.flatMap((piece) => preTokenize(piece.text, piece.isFirst)),
      [{ text, isFirst }],
    );
}

const whiteSpace = /\p{White_Space}/gu;
const punctuation = /[\p{P}!-/:-@[-`{-~]/gu;
/** `\w` of the Rust library. */
export const WORD_CHARACTERS = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d';
const words = new RegExp(`[${WORD_CHARACTERS}]+|[^${WORD_CHARACTERS}\\p{White_Space}]+`, 'gu');

/** The kinds that give the pieces of the Rust library. */
const preTokenizers: Readonly<Record<string, Kind<PreTokenizer>>> = {
  Sequence: defineKind({ pretokenizers: z.array(z.unknown()) }, ({ pretokenizers }, nested) =>
    inSequence(pretokenizers.map(nested)),
  ),
  Split: defineKind(
    { pattern: patternField, behavior: behaviorField, invert: z.boolean().default(false) },
    ({ pattern, behavior, invert }) => splitAt(pattern, behavior, invert),
  ),
  Whitespace: defineKind<PreTokenizer, typeof none>(none, () => splitAt(words, 'Removed', true)),
  WhitespaceSplit: defineKind<PreTokenizer, typeof none>(none, () => splitAt(whiteSpace, 'Removed')),
  CharDelimiterSplit: defineKind({ delimiter: z.string().min(1) }, ({ delimiter }) =>
    splitter((text) => text.split(delimiter).filter((piece) => piece !== '')),
  ),
  Punctuation: defineKind({ behavior: behaviorField.default('Isolated') }, ({ behavior }) =>
    splitAt(punctuation, behavior),
  ),
  Digits: defineKind({ individual_digits: z.boolean().default(false) }, ({ individual_digits }) =>
    splitAt(/\p{N}/gu, individual_digits ? 'Isolated' : 'Contiguous'),
  ),
  BertPreTokenizer: defineKind<PreTokenizer, typeof none>(none, () =>
    inSequence([splitAt(whiteSpace, 'Removed'), splitAt(punctuation, 'Isolated')]),
  ),
  ByteLevel: defineKind(
    {
      add_prefix_space: z.boolean().default(true),
      // Only of offsets.
      trim_offsets: z.boolean().optional(),
      use_regex: z.boolean().default(true),
    },
    ({ add_prefix_space, use_regex }) => {
      const split = splitter((text) => (use_regex ? splitWords(text) : [text]));
      const bytes = new TextEncoder();
      return (text, isFirst) => {
        const begun = add_prefix_space && !text.startsWith(' ') ? ` ${text}` : text;
        return split(begun, isFirst).map((piece) => ({
          ...piece,
          text: toCharacters(bytes.encode(piece.text)),
        }));
      };
    },
  ),
  Metaspace: defineKind(
    {
      replacement: z.string().refine((text) => Array.from(text).length === 1, 'expected one character'),
      prepend_scheme: z.enum(['always', 'first', 'never']).optional(),
      split: z.boolean().default(true),
      // Of older files.
      add_prefix_space: z.boolean().optional(),
      str_rep: z.string().optional(),
    },
    ({
      replacement,
      split,
      add_prefix_space,
      prepend_scheme = add_prefix_space === false ? 'never' : 'always',
    }) => {
      const before = new RegExp(`\\u{${replacement.codePointAt(0)!.toString(16)}}`, 'gu');
      const cut = split ? splitAt(before, 'MergedWithNext') : splitter((text) => [text]);
      return (text, isFirst) => {
        const replaced = text.replaceAll(' ', () => replacement);
        const prepends = prepend_scheme === 'always' || (prepend_scheme === 'first' && isFirst);
        return cut(
          prepends && !replaced.startsWith(replacement) ? replacement + replaced : replaced,
          isFirst,
        );
      };
    },
  ),
};

/** @throws LetheError naming a kind or a field that is not supported */
export function createPreTokenizer(value: unknown, where: string): PreTokenizer {
  return value === null || value === undefined
    ? splitter((text) => [text])
    : createComponent(preTokenizers, 'pre_tokenizer', value, where);
}
