import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type FileBelow, filesBelow } from '@lethe/contracts/files';
import { type InstalledPackage, packageClosure } from './installed-packages.js';

/**
 * sha256 over everything that runs when these packages run: the built code of Lethe's packages among them and
 * their dependencies, and the versions of all others. Tests are left out.
 * @param own built code besides, as `codeDigest` gives it
 */
export function producerFingerprint(packages: readonly InstalledPackage[], own = ''): string {
  const parts = new Set(packages.flatMap(packageParts));
  if (own !== '') parts.add(own);
  return createHash('sha256')
    .update([...parts].sort().join('\n'))
    .digest('hex');
}

/** A package and everything that it depends on, each by name, version and, where these do not tell all, its files. */
export function packageParts(root: InstalledPackage): string[] {
  return packageClosure(root).map(({ name, version, directory }) => {
    if (name.startsWith('@lethe/')) return `${name}@${version} ${codeDigest(directory)}`;
    // A package that is linked to is one being written: its version stays while it changes.
    const isInstalled = directory.split(sep).includes('node_modules');
    return `${name}@${version} ${isInstalled ? '' : filesDigest(directory)}`;
  });
}

/**
 * sha256 of a package's built code (dist/**\/*.js and the like), by path.
 * @param folders of `dist` that count; all by default
 */
export function codeDigest(directory: string, folders?: readonly string[]): string {
  return digest(codeFiles(directory).filter(({ path }) => folders?.includes(path.split('/')[0]!) ?? true));
}

/** sha256 of all files of a package but those of its dependencies. */
function filesDigest(directory: string): string {
  return digest(
    filesBelow(directory, (path) => ['node_modules', '.git'].includes(basename(path))).filter(
      ({ bytes }) => bytes !== undefined,
    ),
  );
}

function digest(files: readonly { path: string; absolute: string }[]): string {
  const hash = createHash('sha256');
  for (const { path, absolute } of files)
    hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0');
  return hash.digest('hex');
}

function codeFiles(directory: string): FileBelow[] {
  const dist = join(directory, 'dist');
  if (!existsSync(dist)) return [];
  const hasSource = existsSync(join(directory, 'src'));
  return (
    filesBelow(dist)
      .filter(({ path, bytes }) => bytes !== undefined && /\.(js|css|json)$/.test(path))
      .filter(({ path }) => !isTestCode(path))
      // The compiler leaves the output of deleted sources behind.
      .filter(({ path }) => !hasSource || existsSync(join(directory, 'src', path.replace(/\.js$/, '.ts'))))
  );
}

/** Tests and the helpers of tests; nx.json leaves the same files out of its input `production`. */
const isTestCode = (path: string): boolean => /\.test\.js$|(^|\/)testing\//.test(path);
