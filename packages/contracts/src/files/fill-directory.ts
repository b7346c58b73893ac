import { readdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LetheError } from '../errors.js';
import { flushNames, flushTree } from './flush.js';
import { makeBeside } from './replace-directory.js';
import { placeProblem, systemProblem } from './system-problem.js';

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
    const filled = (partial: string): Promise<T> => {
      begun = true;
      return fill(partial);
    };
    return await makeBeside(target, filled, (partial) => {
      checkFree(target);
      flushTree(partial);
      nameFree(partial, target);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const refused = systemProblem(error);
    // ENOENT is what a place such as /proc says that takes no entries.
    if (begun || !(refused || code === 'ENOENT')) throw placeProblem(error, target);
    throw new LetheError({
      what: 'the output directory cannot be made',
      where: target,
      expected: 'a path in a directory that this user may write to',
      found: refused ? `${refused.problem.what} (${message})` : message,
      next: 'name another directory',
    });
  }
}

/** Gives a directory a name that is free; that of an empty directory is, and no other one is ever replaced. */
function nameFree(partial: string, target: string): void {
  try {
    // Elsewhere an empty directory gives way.
    if (process.platform === 'win32') removeEmpty(target);
    renameSync(partial, target);
  } catch (error) {
    checkFree(target);
    throw error;
  }
  flushNames(dirname(target));
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // There is none, or the name is not free, which the renaming says.
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
