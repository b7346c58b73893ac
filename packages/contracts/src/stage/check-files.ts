import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError, type Problem } from '../errors.js';
import { openKnownHashes } from '../files/known-hashes.js';
import { MANIFEST_FILE, type Manifest, readManifest } from './manifest.js';
import { listFiles } from './stage-directory.js';

/**
 * Compares a finished directory with its manifest: every file is there with the size and the hash that it had, and there is
 * no table and no checkpoint besides. Hashes of large files that have not been touched since are remembered.
 * @returns the first difference, if there is one
 */
export async function findChange(directory: string, manifest: Manifest): Promise<Problem | undefined> {
  const known = openKnownHashes(directory);
  for (const { path, bytes, sha256 } of manifest.files) {
    const where = join(directory, path);
    const found = statSync(where, { throwIfNoEntry: false });
    if (!found?.isFile()) {
      return { what: 'this file is missing', where, expected: `${bytes} bytes`, found: 'no such file' };
    }
    const what = 'this file changed after its stage finished';
    if (found.size !== bytes)
      return { what, where, expected: `${bytes} bytes`, found: `${found.size} bytes` };
    const hash = await known.hash(path);
    if (hash !== sha256) return { what, where, expected: `SHA-256 ${sha256}`, found: `SHA-256 ${hash}` };
  }
  known.keep();
  const listed = new Set(manifest.files.map(({ path }) => path));
  const added = listFiles(directory).find(({ path }) => READ_BY_NAME.test(path) && !listed.has(path));
  if (added === undefined) return undefined;
  return {
    what: 'this file was put here after the stage finished',
    where: added.absolute,
    expected: `the files that ${MANIFEST_FILE} lists`,
    found: 'a file that the stages after this one would read',
  };
}

/**
 * Reads the manifest of a finished directory whose files are still as its stage left them.
 * @param next what makes the directory again
 * @throws LetheError when it is not finished, or a file has changed, is missing or was added
 */
export async function readUnchanged(
  directory: string,
  next = 'run its stage again with --force',
): Promise<Manifest> {
  const manifest = readManifest(directory);
  const change = await findChange(directory, manifest);
  if (change) throw new LetheError({ ...change, next });
  return manifest;
}

/** Tables and weights are found by their names, so that one more of them would count. */
const READ_BY_NAME = /\.(arrows?|safetensors)$/;
