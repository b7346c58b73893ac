import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '../errors.js';
import { MANIFEST_FILE } from './manifest.js';

/** Marks a directory whose stage began and has not finished. */
export const UNFINISHED_FILE = '.unfinished';

/**
 * Empties a stage's directory and marks it as unfinished.
 * @throws LetheError when the directory holds files that no stage put there: they are never deleted.
 */
export function beginStageDirectory(directory: string): void {
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
    writeFileSync(join(directory, UNFINISHED_FILE), '');
    rmSync(join(directory, MANIFEST_FILE), { force: true });
    for (const name of names) {
      if (name !== UNFINISHED_FILE) rmSync(join(directory, name), { recursive: true, force: true });
    }
    return;
  }
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, UNFINISHED_FILE), '');
}

/** Removes the mark; the manifest has been written before. */
export function endStageDirectory(directory: string): void {
  rmSync(join(directory, UNFINISHED_FILE), { force: true });
}
