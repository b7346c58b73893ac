import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesBelow, hashFile } from '@lethe/contracts/files';

/**
 * sha256 of a file's contents, or of the names and contents of all files below a directory, those behind links included.
 * @param skip what to leave out of a directory
 */
export async function hashPath(path: string, skip?: (absolute: string) => boolean): Promise<string> {
  if (!statSync(path).isDirectory()) return hashFile(path);
  const hash = createHash('sha256');
  for (const { path: name, absolute, bytes } of filesBelow(path, skip)) {
    hash.update(`${name}\0${bytes === undefined ? 'absent' : await hashFile(absolute)}\n`);
  }
  return hash.digest('hex');
}

/** Whether a path is the directory into which the runs of an experiment write. */
export const isOutput = (path: string): boolean =>
  basename(path) === 'out' && existsSync(join(dirname(path), 'experiment.json'));
