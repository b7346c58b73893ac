import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '../errors.js';
import { type FileBelow, filesBelow } from '../files/files-below.js';
import { makeDirectory } from '../files/make-directory.js';
import { isTemporary, removeTemporaries, temporaryPath } from '../files/temporary-path.js';
import { MANIFEST_FILE } from './manifest.js';
import { LOCK_FILE } from './stage-lock.js';

/** Marks a directory whose stage has begun but not finished; holds the identity of the intended result. */
export const UNFINISHED_FILE = '.unfinished';

/** Where a stage that can be resumed keeps what it needs for that, while it is unfinished. */
export const RESUME_DIRECTORY = '.resume';

/**
 * Makes the directory of a stage, or makes sure that it may be emptied.
 * @throws LetheError when it holds files that no stage put there, which are never deleted, or is no directory
 */
export function claimStageDirectory(directory: string): void {
  if (!existsSync(directory)) makeDirectory(directory);
  if (!statSync(directory).isDirectory()) {
    throw new LetheError({
      what: 'the output directory is a file',
      where: directory,
      expected: 'an empty or absent directory, or one that a stage wrote',
      found: 'a file',
      next: 'name another directory, or remove this file',
    });
  }
  const names = readdirSync(directory);
  const others = names.filter((name) => !isOwn(name));
  if (others.length === 0 || names.includes(MANIFEST_FILE) || names.includes(UNFINISHED_FILE)) return;
  throw new LetheError({
    what: 'the output directory holds files that no stage wrote',
    where: directory,
    expected: 'an empty or absent directory, or one that a stage wrote',
    found: others.slice(0, 5).join(', ') + (others.length > 5 ? ', ...' : ''),
    next: 'choose another directory, or empty this one',
  });
}

/**
 * Marks the directory of a stage as unfinished and empties it, unless `resumable` and its content is what an interrupted run
 * of the same identity left. The caller holds its lock.
 * @returns whether the content was kept
 */
export function beginStageDirectory(directory: string, identity: string, resumable: boolean): boolean {
  const mark = join(directory, UNFINISHED_FILE);
  if (resumable && existsSync(mark) && !existsSync(join(directory, MANIFEST_FILE))) {
    if (readFileSync(mark, 'utf8') === identity) return true;
  }
  // The mark is written first and the manifest removed next: no moment looks finished.
  writeFileSync(mark, '');
  rmSync(join(directory, MANIFEST_FILE), { force: true });
  for (const name of readdirSync(directory)) {
    if (name !== UNFINISHED_FILE && name !== LOCK_FILE) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
  // The identity comes last, so that no earlier file counts as part of the new result.
  writeFileSync(mark, identity);
  return false;
}

/** Removes what only an unfinished stage needs; the manifest has been written before. */
export function endStageDirectory(directory: string): void {
  removeResumeDirectory(directory);
  removeTemporaries(directory);
  rmSync(join(directory, UNFINISHED_FILE), { force: true });
}

/** Removes everything about resuming. It goes under its name at once, so that no part of it is ever taken for the whole. */
export function removeResumeDirectory(directory: string): void {
  const resume = join(directory, RESUME_DIRECTORY);
  if (!existsSync(resume)) return;
  const old = temporaryPath(resume);
  rmSync(old, { recursive: true, force: true });
  renameSync(resume, old);
  rmSync(old, { recursive: true, force: true });
}

/** Whether a killed process left something in a finished directory that only an unfinished one needs. */
export function hasLeftovers(directory: string): boolean {
  return readdirSync(directory).some((name) => name !== MANIFEST_FILE && (isOwn(name) || isTemporary(name)));
}

/** Whether a name in a stage's directory belongs to the protocol, and not to the result. */
function isOwn(name: string): boolean {
  return [UNFINISHED_FILE, RESUME_DIRECTORY, LOCK_FILE].includes(name) || name.startsWith(`${LOCK_FILE}.`);
}

/** Every file of the result in a stage's directory, links followed: all but its manifest and what the protocol puts there. */
export function listFiles(directory: string): FileBelow[] {
  return filesBelow(directory).filter(({ path }) => {
    const names = path.split('/');
    return path !== MANIFEST_FILE && !isOwn(names[0]!) && !names.some(isTemporary);
  });
}
