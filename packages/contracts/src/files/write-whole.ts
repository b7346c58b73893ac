import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commitOrDiscard } from './commit-or-discard.js';
import { flushFile, flushNames } from './flush.js';
import { temporaryPath } from './temporary-path.js';

/**
 * Makes or replaces the file `path` with what `write` writes to the path that it is given. Readers find the file as
 * it was before or whole, also after the process is killed or the power fails; when `write` fails, it is as before.
 * @param write may return a promise, which is then returned
 */
export function writeWhole<T>(path: string, write: (partial: string) => T): T {
  const partial = temporaryPath(path);
  return commitOrDiscard(
    () => write(partial),
    () => commitFile(partial, path),
    () => rmSync(partial, { force: true }),
  );
}

/** Makes or replaces the file `path`, as `writeWhole` does. */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  writeWhole(path, (partial) => writeFileSync(partial, content));
}

/** Gives a finished file its name: the last step of `writeWhole`, for writers that stay open meanwhile. */
export function commitFile(partial: string, path: string): void {
  flushFile(partial);
  renameSync(partial, path);
  flushNames(dirname(path));
}
