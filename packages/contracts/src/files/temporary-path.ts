import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the name of every file and directory that is still being written. */
const SUFFIX = '.tmp';

/** Where this process writes what is to appear at `path`: beside it, so that a rename puts it in place. */
export function temporaryPath(path: string): string {
  return `${path}.${process.pid}${SUFFIX}`;
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
