import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Makes a directory of what `fill` writes into the one that it is given. It appears under its name only when it is
 * complete; one of the same name is replaced, and nothing is left behind when `fill` fails.
 */
export function replaceDirectory(directory: string, fill: (unfinished: string) => void): void {
  const unfinished = join(dirname(directory), `.${basename(directory)}.tmp`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    fill(unfinished);
    rmSync(directory, { recursive: true, force: true });
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}
