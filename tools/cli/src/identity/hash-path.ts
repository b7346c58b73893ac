import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { hashFile } from '@lethe/contracts';

/** sha256 of a file's contents, or of the names and contents of all files below a directory. */
export async function hashPath(path: string): Promise<string> {
  if (!statSync(path).isDirectory()) return hashFile(path);
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${relative(path, file).split(sep).join('/')}\0${await hashFile(file)}\n`);
  }
  return hash.digest('hex');
}
