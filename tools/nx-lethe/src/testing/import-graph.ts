import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** One import of a file of this repository by another; paths are relative to the repository. */
export interface FileImport {
  from: string;
  to: string;
}

/** Module names that a source file mentions in import, export from, import types, dynamic import and import.meta.resolve. */
export function importedModules(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '');
  const pattern =
    /(?:^|[;}\s])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[;\s])import\s*['"]([^'"]+)['"]|\b(?:import|resolve|require)\(\s*['"]([^'"]+)['"]/gm;
  return [...code.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

/** Paths of all TypeScript files below a directory. */
export const sourceFiles = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** Imports by relative path among the TypeScript files below a directory, imports of types included. */
export function relativeImports(root: string, directory: string): FileImport[] {
  return sourceFiles(join(root, directory)).flatMap((path) =>
    importedModules(readFileSync(path, 'utf8'))
      .filter((module) => module.startsWith('.'))
      .map((module) => resolve(dirname(path), module.replace(/\.js$/, '.ts')))
      .filter((target) => existsSync(target))
      .map((target) => ({ from: relative(root, path), to: relative(root, target) })),
  );
}

/**
 * Imports between the entries of a folder: its subfolders, each with all that is below it, and its files, each by
 * itself. An import counts for the folder in which importer and imported part ways.
 */
export function entryImports(imports: readonly FileImport[]): Map<string, FileImport[]> {
  const folders = new Map<string, FileImport[]>();
  for (const { from, to } of imports) {
    const [a, b] = [from.split('/'), to.split('/')];
    let depth = 0;
    while (depth < a.length && a[depth] === b[depth]) depth++;
    const folder = a.slice(0, depth).join('/');
    const edge = { from: a[depth] ?? '', to: b[depth] ?? '' };
    folders.set(folder, [...(folders.get(folder) ?? []), edge]);
  }
  return folders;
}

/** Circles of a graph: its strongly connected components of more than one node, each sorted (Tarjan 1972). */
export function findCircles(edges: readonly FileImport[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    next.set(from, (next.get(from) ?? new Set()).add(to));
    if (!next.has(to)) next.set(to, new Set());
  }
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    stack.push(node);
    for (const target of next.get(node)!) {
      if (!order.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(target)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) circles.push(component.sort());
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return circles.sort();
}
