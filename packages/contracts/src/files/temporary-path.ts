import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { mayRun } from './process-identity.js';

/** Ends the name of every file and directory that is still being written. */
const SUFFIX = '.tmp';

/** Where this process writes what is to appear at `path`: beside it, so that a rename puts it in place. */
export function temporaryPath(path: string): string {
  return `${path}.${process.pid}-${hostInNames()}${SUFFIX}`;
}

/** Whether a name belongs to a file or directory that is being written, or was when its process was killed. */
export function isTemporary(name: string): boolean {
  return name.endsWith(SUFFIX);
}

/**
 * Removes what a killed process was writing below `directory`, at any depth. The caller must be the only one that
 * writes there.
 */
export function removeTemporaries(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (isTemporary(entry.name)) rmSync(path, { recursive: true, force: true });
    else if (entry.isDirectory()) removeTemporaries(path);
  }
}

/** Removes what processes of this host that have ended were writing, to appear at `path`. */
export function removeAbandoned(path: string): void {
  const parent = dirname(path);
  const begin = `${basename(path)}.`;
  const end = `-${hostInNames()}${SUFFIX}`;
  let names: string[];
  try {
    names = readdirSync(parent);
  } catch {
    // It is still to be made, or nobody may look; then writing says why.
    return;
  }
  for (const name of names) {
    if (!name.startsWith(begin) || !name.endsWith(end)) continue;
    const pid = name.slice(begin.length, -end.length);
    if (!/^\d+$/.test(pid) || mayRun({ process: Number(pid), host: hostname(), began: null })) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

const hostInNames = (): string => hostname().replaceAll(/[^\w.]+/g, '-');
