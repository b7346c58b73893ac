import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { LetheError } from '../errors.js';
import { replaceDirectory } from './replace-directory.js';
import { systemProblem } from './system-problem.js';

/**
 * Makes the directory `out` from what `fill` writes to the path that it is given: `out` is whole or absent, as with
 * `replaceDirectory`, but nothing is ever replaced.
 * @throws LetheError, before `fill` is called, when `out` exists and is not an empty directory, or cannot be made
 */
export async function fillDirectory<T>(out: string, fill: (partial: string) => Promise<T>): Promise<T> {
  const target = resolve(out);
  checkFree(target);
  let begun = false;
  try {
    return await replaceDirectory(target, async (partial) => {
      begun = true;
      const result = await fill(partial);
      checkFree(target);
      return result;
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const refused = systemProblem(error);
    // ENOENT is what a place such as /proc says that takes no entries.
    if (begun || !(refused || code === 'ENOENT')) throw error;
    throw new LetheError({
      what: 'the output directory cannot be made',
      where: target,
      expected: 'a path in a directory that this user may write to',
      found: refused ? `${refused.problem.what} (${message})` : message,
      next: 'name another directory',
    });
  }
}

function checkFree(target: string): void {
  let names: string[];
  try {
    names = readdirSync(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw error;
    names = ['a file'];
  }
  if (names.length === 0) return;
  throw new LetheError({
    what: 'the output directory is not free',
    where: target,
    expected: 'an absent or empty directory',
    found: names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : ''),
    next: 'name another directory, or remove this one',
  });
}
