import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashJson } from '@lethe/contracts';
import { filesBelow } from '@lethe/contracts/files';
import { hashPath, isOutput } from './hash-path.js';
import { findPackage, type InstalledPackage } from './installed-packages.js';
import { moduleSpecifiers } from './module-specifiers.js';
import { packageParts } from './producer-fingerprint.js';

const code = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/**
 * Hash of all that runs when an observer is loaded: its file and what it imports, directly or not, files by their contents
 * and installed packages by name and version. Where a module computes what it loads, all code beside and below it counts.
 * @param module a path relative to the experiment, or the name of a package
 * @param directory of experiment.json
 */
export async function moduleIdentity(module: string, directory: string): Promise<string> {
  const parts = new Map<string, string>();
  const files = new Set<string>();
  const add = (name: string, user: string): void => {
    if (isAbsolute(name)) files.add(name);
    else for (const part of packageOf(name, user)) parts.set(part, '');
  };
  add(isPath(module) ? resolve(directory, module) : module, directory);
  // It grows while it is gone through.
  for (const file of files) {
    const exists = existsSync(file);
    const name = relative(directory, file).split(sep).join('/');
    parts.set(name, exists ? await hashPath(file, isOfNoModule) : 'absent');
    if (exists && code.includes(extname(file)))
      for (const used of await usedBy(file)) add(used, dirname(file));
  }
  return `sha256:${hashJson([...parts].sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

const isPath = (module: string): boolean => module.startsWith('.') || isAbsolute(module);

/** Files and packages that the code of a file loads. */
async function usedBy(file: string): Promise<string[]> {
  const { named, computed } = await moduleSpecifiers(readFileSync(file, 'utf8'));
  const used = named.filter((name) => !isBuiltin(name)).map((name) => resolveSpecifier(name, file));
  if (!computed) return used;
  const near = filesBelow(dirname(file), isOfNoModule).map(({ absolute }) => absolute);
  return [...used, ...near.filter((path) => [...code, '.json'].includes(extname(path)))];
}

/** The file that a module means, or the name of a package. */
function resolveSpecifier(specifier: string, file: string): string {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  if (!isPath(specifier) && !specifier.startsWith('#')) return specifier;
  const exact = resolve(dirname(file), specifier);
  if (statSync(exact, { throwIfNoEntry: false })?.isFile()) return exact;
  try {
    // Without its extension, or an alias of its own package.
    return createRequire(file).resolve(specifier);
  } catch {
    return exact;
  }
}

/** A package with all that it depends on, looked for from its user and then from here, as observers are loaded. */
function packageOf(module: string, user: string): string[] {
  const [scope, name] = module.split('/');
  const packageName = module.startsWith('@') ? `${scope}/${name}` : scope!;
  const found: InstalledPackage | undefined =
    findPackage(packageName, user) ?? findPackage(packageName, dirname(fileURLToPath(import.meta.url)));
  return found === undefined ? [`${module} absent`] : packageParts(found);
}

/** What lies below a module and is no part of it. */
function isOfNoModule(path: string): boolean {
  return isOutput(path) || ['node_modules', '.git'].includes(basename(path));
}
