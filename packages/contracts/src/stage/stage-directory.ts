import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '../errors.js';
import { MANIFEST_FILE } from './manifest.js';

/** Marks a directory whose stage has begun but not finished; holds the identity of the intended result. */
export const UNFINISHED_FILE = '.unfinished';

/**
 * Marks a stage's directory as unfinished and empties it, unless `resumable` and its content is what an interrupted run of
 * the same identity left.
 * @returns whether the content was kept
 * @throws LetheError when the directory holds files that no stage put there: they are never deleted.
 */
export function beginStageDirectory(directory: string, identity: string, resumable: boolean): boolean {
  const mark = join(directory, UNFINISHED_FILE);
  if (resumable && existsSync(mark) && !existsSync(join(directory, MANIFEST_FILE))) {
    if (readFileSync(mark, 'utf8') === identity) return true;
  }
  if (existsSync(directory)) {
    const names = readdirSync(directory);
    const ours = names.length === 0 || names.includes(MANIFEST_FILE) || names.includes(UNFINISHED_FILE);
    if (!ours) {
      throw new LetheError({
        what: 'the output directory holds files that no stage wrote',
        where: directory,
        expected: 'an empty or absent directory, or one that a stage wrote',
        found: names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : ''),
        next: 'choose another directory, or empty this one',
      });
    }
    // The mark is written first and the manifest removed next: no moment looks finished.
    writeFileSync(mark, '');
    rmSync(join(directory, MANIFEST_FILE), { force: true });
    for (const name of names) {
      if (name !== UNFINISHED_FILE) rmSync(join(directory, name), { recursive: true, force: true });
    }
  } else mkdirSync(directory, { recursive: true });
  // The identity comes last, so that no earlier file counts as part of the new result.
  writeFileSync(mark, identity);
  return false;
}

/** Removes the mark; the manifest has been written before. */
export function endStageDirectory(directory: string): void {
  rmSync(join(directory, UNFINISHED_FILE), { force: true });
}
