import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '@lethe/contracts';

export const repository = join(import.meta.dirname, '../../../..');

/** Directory of the public data sets: LETHE_DATA, else shared/data beside the repository. */
export const dataDirectory = process.env.LETHE_DATA || join(repository, '../shared/data');

/** @throws LetheError when the file is not there */
export function dataFile(path: string): string {
  const file = join(dataDirectory, path);
  if (existsSync(file)) return file;
  throw new LetheError({
    what: 'this benchmark needs a file that does not exist',
    where: file,
    next: `set LETHE_DATA to the directory that holds ${path}`,
  });
}
