import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type InstalledPackage, packageClosure } from './installed-packages.js';

/**
 * sha256 over everything that runs when these packages run: the built code of Lethe's packages among them and
 * their dependencies, and the versions of all others. Tests are left out.
 */
export function producerFingerprint(packages: readonly InstalledPackage[]): string {
  const parts = new Set<string>();
  for (const root of packages) {
    for (const { name, version, directory } of packageClosure(root)) {
      const code = name.startsWith('@lethe/') ? codeDigest(directory) : '';
      parts.add(`${name}@${version} ${code}`);
    }
  }
  return createHash('sha256')
    .update([...parts].sort().join('\n'))
    .digest('hex');
}

/** sha256 of a package's dist/**\/*.js and *.css, by path. */
function codeDigest(directory: string): string {
  const hash = createHash('sha256');
  for (const path of codeFiles(directory)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(directory, 'dist', path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function codeFiles(directory: string): string[] {
  const dist = join(directory, 'dist');
  if (!existsSync(dist)) return [];
  const hasSource = existsSync(join(directory, 'src'));
  return (
    readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(js|css|json)$/.test(entry.name))
      .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !isTestCode(path))
      // The compiler leaves the output of deleted sources behind.
      .filter((path) => !hasSource || existsSync(join(directory, 'src', path.replace(/\.js$/, '.ts'))))
      .sort()
  );
}

/** Tests and the helpers of tests; nx.json leaves the same files out of its input `production`. */
const isTestCode = (path: string): boolean => /\.test\.js$|(^|\/)testing\//.test(path);
