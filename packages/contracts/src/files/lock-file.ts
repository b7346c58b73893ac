import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { mayRun, ownIdentity } from './process-identity.js';

const holderSchema = z.object({
  process: z.int(),
  host: z.string(),
  began: z.string().nullable(),
  /** Time at which it took the lock, ISO 8601. */
  since: z.string(),
  /** Differs between any two locks that were ever taken. */
  token: z.string(),
});

/** Who holds a lock. */
export type LockHolder = z.infer<typeof holderSchema>;

/** A lock that this process holds; the end of the process releases it too. */
export interface FileLock {
  /** Whether it is still in its place, which may have been removed with everything around it. */
  isHeld(): boolean;
  release(): void;
}

/**
 * Takes the lock file `path`, for one process at a time. That of a process of this host that has ended is taken over.
 * @returns the lock, or who holds it
 */
export function takeLock(path: string): { lock: FileLock } | { holder: LockHolder } {
  const own: LockHolder = { ...ownIdentity(), since: new Date().toISOString(), token: randomUUID() };
  const holder = acquire(path, own);
  if (holder) return { holder };
  const isHeld = (): boolean => readHolder(path)?.token === own.token;
  const release = (): void => {
    process.off('exit', release);
    if (isHeld()) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return { lock: { isHeld, release } };
}

/** @returns who holds the lock instead, if anybody */
function acquire(path: string, own: LockHolder): LockHolder | undefined {
  for (;;) {
    if (create(path, own)) return undefined;
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (!holder.token.startsWith(UNREADABLE) && mayRun(holder)) return holder;
    // Only who holds the lock of this token may replace it, and finds it in place or taken over by another.
    const right = `${path}.${holder.token}`;
    const other = acquire(right, own);
    if (other) return other;
    try {
      if (readHolder(path)?.token !== holder.token) continue;
      writeFileSync(asideOf(path, own), JSON.stringify(own));
      renameSync(asideOf(path, own), path);
      return undefined;
    } finally {
      rmSync(right, { force: true });
    }
  }
}

const asideOf = (path: string, { token }: LockHolder): string => `${path}.${token}.new`;

/** Makes the lock file, unless there is one. It is linked when it is whole, so that nobody reads a part of it. */
function create(path: string, own: LockHolder): boolean {
  const aside = asideOf(path, own);
  const text = JSON.stringify(own);
  try {
    writeFileSync(aside, text);
    try {
      linkSync(aside, path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      // The holder has removed it with what others left.
      if (code === 'ENOENT') return false;
      if (!NO_LINKS.includes(code)) throw error;
      writeFileSync(path, text, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** File systems without hard links, such as FAT. */
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/** Who holds a lock; undefined where there is none. One that stays unreadable was left by a machine that lost its power. */
function readHolder(path: string): LockHolder | undefined {
  for (;;) {
    try {
      return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    }
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (written === undefined) return undefined;
    if (Date.now() - written > HALF_WRITTEN_MS) {
      return { ...ownIdentity(), since: new Date(written).toISOString(), token: `${UNREADABLE}-${written}` };
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

/** Writing a lock takes less. */
const HALF_WRITTEN_MS = 2000;
const UNREADABLE = 'unreadable';
