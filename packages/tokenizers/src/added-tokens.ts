import type { AddedToken } from './byte-bpe.js';

/** A part of a text: an added token by its id, or what lies between. */
export type Section = number | string;

/** Cuts a text at added tokens: the leftmost first, of several the longest, as the Rust library does. */
export function createSectionSplitter(
  tokens: readonly Pick<AddedToken, 'id' | 'content'>[],
): (text: string) => Section[] {
  const idOf = new Map(tokens.map(({ content, id }) => [content, id]));
  idOf.delete('');
  if (idOf.size === 0) return (text) => [text];
  const longestFirst = [...idOf.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${longestFirst.map(asPattern).join('|')})`);
  return (text) =>
    text
      .split(pattern)
      .map((part, i) => (i % 2 === 1 ? idOf.get(part)! : part))
      .filter((part) => part !== '');
}

const asPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
