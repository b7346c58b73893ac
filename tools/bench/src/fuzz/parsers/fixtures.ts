import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '../../../../../packages');

/** Path of a file or folder in a package. */
export const packagePath = (...parts: string[]): string => join(packages, ...parts);

/** The files of a package's folder whose names match. */
export function fixtures(folder: string, name: RegExp): Buffer[] {
  const directory = packagePath(folder);
  return readdirSync(directory)
    .filter((file) => name.test(file))
    .sort()
    .map((file) => readFileSync(join(directory, file)));
}
