import { LetheError } from '@lethe/contracts';

const pattern = /\{(data|train|probe|from|out|config)\}/g;

/**
 * Replaces `{data}`, `{train}`, `{probe}`, `{from}`, `{out}` and `{config}` in a command by paths, quoted for the
 * shell. Other braces belong to the shell and stay.
 * @param paths every path that a placeholder may stand for
 * @throws LetheError when a placeholder stands for no directory of this stage, or for several
 */
export function fillPlaceholders(
  command: string,
  paths: Readonly<Record<string, readonly string[]>>,
  where: string,
): string {
  return command.replace(pattern, (placeholder, name: string) => {
    const found = paths[name] ?? [];
    if (found.length === 1) return quote(found[0]!);
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
  });
}

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
