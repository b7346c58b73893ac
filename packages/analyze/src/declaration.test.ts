import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { analyses } from './analyses/registry.js';
import { analyzeSpec, analyzeStage } from './declaration.js';

const root = import.meta.dirname;

/** Modules that are loaded with a file: its imports and those of the files of the package, types left out. */
function loadedWith(file: string, loaded = new Set<string>()): Set<string> {
  const code = readFileSync(file, 'utf8').replace(/^(?:import|export) type [^;]*;$/gm, '');
  for (const [, module] of code.matchAll(/^(?:import|export)\s[^'"`;]*?from '([^']+)'/gm)) {
    const name = module!.startsWith('.') ? resolve(dirname(file), module!.replace(/\.js$/, '.ts')) : module!;
    if (loaded.has(name)) continue;
    loaded.add(name);
    if (name.startsWith('/')) loadedWith(name, loaded);
  }
  return loaded;
}

test('loads neither what computes nor what draws', () => {
  const loaded = [...loadedWith(resolve(root, 'declaration.ts'))];
  const files = loaded.filter((name) => name.startsWith('/')).map((name) => relative(root, name));
  expect(loaded.filter((name) => !name.startsWith('/')).sort()).toEqual(['@lethe/contracts', 'zod']);
  expect(files.length).toBeGreaterThan(analyses.length);
  expect(
    files.filter((name) =>
      /^(statistics|cohort|metrics|fits|superposition|read|report|export|live)\/|\/run-/.test(name),
    ),
  ).toEqual([]);
});

test('tells the tables of all analyses, each once, and which of them any program has to write', () => {
  const names = (tables: readonly { name: string }[]) => tables.map(({ name }) => name);
  const { required, optional } = analyzeStage;
  expect(names(required).sort()).toEqual(['effects', 'findings', 'fits', 'retainability']);
  expect(names(optional)).toEqual(expect.arrayContaining(['fit_verdicts', 'traces', 'extraction']));
  const all = names([...required, ...optional]);
  expect(all.length).toBe(new Set(all).size);
  expect(all.length).toBe(1 + analyses.flatMap(({ tables }) => Object.keys(tables)).length);
  for (const { tables } of analyses) {
    for (const [name, table] of Object.entries(tables)) expect(table).toMatchObject({ name });
  }
});

test('has the options of every analysis among the shared ones', () => {
  const own = analyses.flatMap(({ options }) => Object.keys(options));
  expect(new Set(own).size).toBe(own.length);
  expect(Object.keys(analyzeSpec.shape)).toEqual([
    'seed',
    'unit',
    'window',
    'iqrFactor',
    'bootstrap',
    'twin',
    ...own,
    'exports',
  ]);
});
