import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { commitOrDiscard } from './commit-or-discard.js';
import { flushNames, flushTree } from './flush.js';
import { makeDirectory } from './make-directory.js';
import { removeAbandoned, temporaryPath } from './temporary-path.js';

/**
 * Makes or replaces the directory `path` with what `fill` writes to the path that it is given. Readers find the
 * directory as it was before or whole, also after the process is killed or the power fails; when `fill` fails, it is
 * as before. Only a kill between two renames can leave none.
 * @param fill may return a promise, which is then returned
 */
export function replaceDirectory<T>(path: string, fill: (partial: string) => T): T {
  const target = resolve(path);
  return makeBeside(target, fill, (partial) => commitDirectory(partial, target));
}

/**
 * Lets `fill` write to a new directory beside `target`, and then `commit` give it its name. What killed processes left there is
 * removed first.
 */
export function makeBeside<T>(
  target: string,
  fill: (partial: string) => T,
  commit: (partial: string) => void,
): T {
  const partial = temporaryPath(target);
  removeAbandoned(target);
  rmSync(partial, { recursive: true, force: true });
  makeDirectory(partial);
  return commitOrDiscard(
    () => fill(partial),
    () => commit(partial),
    () => rmSync(partial, { recursive: true, force: true }),
  );
}

/** Gives a finished directory its name, on the same file system: the last step of `replaceDirectory`. */
export function commitDirectory(partial: string, path: string): void {
  flushTree(partial);
  // Renamed before it is removed: removing takes time, and a process that has its files open keeps them.
  const old = temporaryPath(`${path}.old`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(path)) renameSync(path, old);
  try {
    renameSync(partial, path);
  } catch (error) {
    if (existsSync(old)) renameSync(old, path);
    throw error;
  }
  flushNames(dirname(path));
  rmSync(old, { recursive: true, force: true });
  removeAbandoned(`${path}.old`);
}
