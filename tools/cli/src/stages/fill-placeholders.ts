import { LetheError } from '@lethe/contracts';
import { needsShell, type Piece, quote, splitLine } from './shell-words.js';

/** `${data}` is a variable of the shell. */
const placeholders = /(?<!\$)\{(data|train|probe|from|out|config)\}/g;

/** A command with its paths. */
export interface FilledCommand {
  /** For a shell, and to be shown. */
  line: string;
  /** Program and arguments, where that is all that the command is; undefined where it needs a shell. */
  words: string[] | undefined;
}

/**
 * Replaces `{data}`, `{train}`, `{probe}`, `{from}`, `{out}` and `{config}` in a command by paths, whatever characters
 * these have and whether or not the placeholder stands in quotes. Other braces belong to the shell and stay.
 * @param paths every path that a placeholder may stand for
 * @throws LetheError when a placeholder stands for no directory of this stage, or for several; or when it is part of a text
 * that another program interprets, and its path holds characters that could mean something there
 */
export function fillPlaceholders(
  command: string,
  paths: Readonly<Record<string, readonly string[]>>,
  where: string,
): FilledCommand {
  const tokens = splitLine(command);
  const pathOf = (placeholder: string, name: string): string =>
    onlyPath(placeholder, paths[name] ?? [], { command, paths, where });
  const fill = (text: string, write: (path: string) => string): string =>
    text.replace(placeholders, (placeholder, name: string) => write(pathOf(placeholder, name)));

  let line = '';
  for (const token of tokens) {
    if ('between' in token) line += token.between;
    else {
      for (const [placeholder, name] of token.word.flatMap(({ text }) => [...text.matchAll(placeholders)])) {
        if (isPlain(pathOf(placeholder, name!)) || isArgument(token.word, command)) continue;
        throw new LetheError({
          what: `${placeholder} is part of a text that a program interprets, and its path holds special characters`,
          where,
          expected: `${placeholder} as an argument of its own, or a path of letters, digits and . _ - / @ % + = : ,`,
          found: `${command} with ${placeholder} = ${pathOf(placeholder, name!)}`,
          next: `pass it on as an argument: sh -c 'cat "$1"' sh ${placeholder}; or move the experiment`,
        });
      }
      for (const { quotes, text } of token.word) line += quotes + fill(text, writers[quotes]) + quotes;
    }
  }
  if (needsShell(tokens, placeholders)) return { line, words: undefined };
  const words = tokens.flatMap((token) =>
    'word' in token ? [token.word.map(({ text }) => fill(text, (path) => path)).join('')] : [],
  );
  return { line, words };
}

/** How a path is written outside of quotes and in each kind of them. */
const writers: Record<Piece['quotes'], (path: string) => string> = {
  '': quote,
  "'": (path) => path.replaceAll("'", "'\\''"),
  '"': (path) => path.replaceAll(/[$`"\\]/g, '\\$&'),
};

/** Whether a path has no character that means something to a shell or another language. */
const isPlain = (path: string): boolean => /^[\p{L}\p{M}\p{N}_@%+=:,./-]+$/u.test(path);

/** Whether a word with a placeholder is nothing but a path to whatever reads it: the shell reads it once, and nobody again. */
function isArgument(word: readonly Piece[], command: string): boolean {
  // Backquotes, here-documents and $'' quote in their own ways, comments end at a line end, eval reads everything twice.
  if (/`|<<|\$['"]|(^|\s)#|(^|[\s;&|({])eval\s/.test(command)) return false;
  return word.every(({ quotes, text }) => {
    const rest = text.replaceAll(placeholders, '');
    return (quotes === '' ? /^[\w@%+=:,./$*?[\]{}~-]*$/ : /^[\w@%+=:,./-]*$/).test(rest);
  });
}

function onlyPath(
  placeholder: string,
  found: readonly string[],
  {
    command,
    paths,
    where,
  }: { command: string; paths: Readonly<Record<string, readonly string[]>>; where: string },
): string {
  if (found.length === 1) return found[0]!;
  throw new LetheError({
    what: `${placeholder} stands for ${found.length === 0 ? 'nothing' : `${found.length} directories`} in this stage`,
    where,
    expected: Object.keys(paths)
      .filter((key) => paths[key]!.length === 1)
      .map((key) => `{${key}}`)
      .join(', '),
    found: command,
    next: found.length === 0 ? 'remove the placeholder' : 'use {config}, a JSON file that lists all runs',
  });
}
