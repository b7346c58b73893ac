import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';

/** A file for intermediate results. */
export interface TemporaryFile {
  /** Open for reading and writing in all threads of the process. */
  descriptor: number;
  /** Closes the file and removes it. */
  remove(): void;
}

/**
 * Opens an empty file in a directory of its own. Where the system allows it, the file has lost its name when this
 * returns, so that nothing is left even of a process that is killed.
 * @throws LetheError when `parent` takes no files
 */
export function openTemporaryFile(parent: string, prefix: string): TemporaryFile {
  try {
    const directory = mkdtempSync(join(parent, prefix));
    const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true });
    const descriptor = openSync(join(directory, 'results.tmp'), 'w+');
    if (process.platform !== 'win32') removeDirectory();
    return {
      descriptor,
      remove() {
        closeSync(descriptor);
        removeDirectory();
      },
    };
  } catch (error) {
    throw new LetheError(
      {
        what: 'intermediate results cannot be written',
        where: parent,
        expected: 'a directory in which files can be created',
        found: (error as Error).message,
        next: 'name another temporary directory',
      },
      { cause: error },
    );
  }
}
