import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mayRun } from '@lethe/contracts/files';

interface Holder {
  token: string;
  pid: number;
  host: string;
}

const HEARTBEAT_MS = 5_000;
/** A holder that has not touched the lock for this long is gone: killed, or on a machine that is gone. */
const STALE_MS = 60_000;

/**
 * Waits for the lock file and takes it. It counts as abandoned when its process is gone from this host, or when it was not
 * touched for a minute, which also covers holders in other containers.
 * @returns a function that releases the lock; so does the exit of the process
 */
export async function takeLock(
  path: string,
  onWait: (holder: string) => void,
  { pollMs = 500, staleMs = STALE_MS } = {},
): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true });
  const own: Holder = { token: randomUUID(), pid: process.pid, host: hostname() };
  let told = false;
  while (!create(path, own)) {
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isStale(path, holder, staleMs)) {
      removeStale(path, holder, own.token);
      continue;
    }
    if (!told) onWait(`process ${holder.pid} on ${holder.host}`);
    told = true;
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // Somebody removed the cache; the provisioning itself will notice.
    }
  }, HEARTBEAT_MS).unref();
  const release = () => {
    clearInterval(heartbeat);
    process.off('exit', release);
    if (readHolder(path)?.token === own.token) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return release;
}

function create(path: string, holder: Holder): boolean {
  // Written aside and linked, so that no reader sees an empty lock.
  const aside = `${path}.${holder.token}`;
  writeFileSync(aside, JSON.stringify(holder));
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { token: '', pid: 0, host: 'unknown' };
  }
}

function isStale(path: string, holder: Holder, staleMs: number): boolean {
  if (!mayRun({ process: holder.pid, host: holder.host, began: null })) return true;
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Date.now() - touched > staleMs;
}

function removeStale(path: string, seen: Holder, token: string): void {
  const aside = `${path}.stale.${token}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  // Another process may have taken the lock over since we looked; then it was theirs that we moved away.
  if (readHolder(aside)?.token !== seen.token) {
    try {
      linkSync(aside, path);
    } catch {
      // A third one holds it by now; the second will find that its lock is gone when it releases.
    }
  }
  rmSync(aside, { force: true });
}
