import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package as it is installed. */
export interface InstalledPackage {
  name: string;
  version: string;
  directory: string;
  dependencies: string[];
}

/** Finds a package the way Node does, from a directory upwards; undefined when it is not installed. */
export function findPackage(name: string, from: string): InstalledPackage | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return readPackage(realpathSync(candidate));
    if (dirname(directory) === directory) return undefined;
  }
}

function readPackage(directory: string): InstalledPackage {
  const json = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const dependencies = Object.keys({ ...json.dependencies, ...json.optionalDependencies });
  return { name: json.name, version: json.version, directory, dependencies };
}

/** A package and everything that it depends on, sorted by name and version. Types are left out: they do not run. */
export function packageClosure(root: InstalledPackage): InstalledPackage[] {
  const seen = new Map([[root.directory, root]]);
  for (const { dependencies, directory } of seen.values()) {
    for (const name of dependencies) {
      if (name.startsWith('@types/')) continue;
      const found = findPackage(name, directory);
      if (found !== undefined && !seen.has(found.directory)) seen.set(found.directory, found);
    }
  }
  const key = ({ name, version }: InstalledPackage): string => `${name}@${version}`;
  return [...seen.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
