import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Flushes a file to the disk. */
export function flushFile(path: string): void {
  // Windows flushes only what may be written; elsewhere a file that is only readable, such as a linked one, will do.
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Flushes the names in a directory to the disk, where the system can: Windows and some network file systems cannot. */
export function flushNames(directory: string): void {
  if (process.platform === 'win32') return;
  try {
    flushFile(directory);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Flushes a directory and everything below it to the disk. */
export function flushTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) flushTree(path);
    else if (entry.isFile()) flushFile(path);
  }
  flushNames(directory);
}
