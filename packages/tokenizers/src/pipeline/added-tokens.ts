import * as z from 'zod';
import type { Normalizer } from './normalizers.js';
import { escapeText } from './pattern.js';
import { WORD_CHARACTERS } from './pre-tokenizers.js';

export const addedTokenSchema = z.object({
  id: z.int().nonnegative(),
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  special: z.boolean().default(false),
  normalized: z.boolean().optional(),
});

export type AddedToken = z.output<typeof addedTokenSchema>;

/** A stretch of a text: an added token, or what lies between two of them. */
export interface Section {
  text: string;
  id?: number;
  /** Whether it begins where the whole text begins. */
  isFirst: boolean;
}

/**
 * Finds added tokens as the Rust library does: the longest at each place, first those that are looked for in the text as
 * it is, then in the normalised rest those that are normalised themselves.
 * @returns the sections of a text, normalised
 */
export function createSectioning(
  tokens: readonly AddedToken[],
  normalize: Normalizer,
): (text: string) => Section[] {
  const isNormalized = ({ normalized, special }: AddedToken): boolean => normalized ?? !special;
  const before = createFinder(tokens.filter((token) => !isNormalized(token)));
  const after = createFinder(
    tokens.filter(isNormalized).map((token) => ({ ...token, content: normalize(token.content) })),
  );
  return (text) =>
    before({ text, isFirst: true })
      .flatMap((section) =>
        section.id === undefined ? after({ ...section, text: normalize(section.text) }) : [section],
      )
      .filter((section) => section.id !== undefined || section.text !== '');
}

const endsWithWord = new RegExp(`[${WORD_CHARACTERS}]$`, 'u');
const beginsWithWord = new RegExp(`^[${WORD_CHARACTERS}]`, 'u');
const isSpace = (character: string | undefined): boolean =>
  character !== undefined && /\p{White_Space}/u.test(character);

function createFinder(tokens: readonly AddedToken[]): (section: Section) => Section[] {
  const byContent = new Map(
    tokens.filter(({ content }) => content !== '').map((token) => [token.content, token]),
  );
  if (byContent.size === 0) return (section) => [section];
  const contents = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const escaped = contents.map(escapeText);
  const pattern = new RegExp(escaped.join('|'), 'gu');
  return ({ text, isFirst }) => {
    const sections: Section[] = [];
    let end = 0;
    const addText = (to: number): void => {
      if (to > end) sections.push({ text: text.slice(end, to), isFirst: isFirst && end === 0 });
    };
    for (const { 0: content, index } of text.matchAll(pattern)) {
      const token = byContent.get(content)!;
      let [from, to] = [index, index + content.length];
      if (
        token.single_word &&
        (endsWithWord.test(text.slice(Math.max(0, from - 2), from)) ||
          beginsWithWord.test(text.slice(to, to + 2)))
      )
        continue;
      if (token.lstrip) while (from > end && isSpace(text[from - 1])) from--;
      if (token.rstrip) while (isSpace(text[to])) to++;
      addText(from);
      sections.push({ text: content, id: token.id, isFirst: isFirst && from === 0 });
      end = to;
    }
    addText(text.length);
    return sections;
  };
}
