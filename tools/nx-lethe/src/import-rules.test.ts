import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importedModules, sourceFiles } from './testing/import-graph.js';
import { workspacePackages } from './workspace-packages.js';

const root = resolve(import.meta.dirname, '../../..');
const packages = workspacePackages(root);
const library = packages.filter((candidate) => candidate.root.startsWith('packages/'));

/** Who may import whom: docs/design.md, section 2. Tools and e2e may import anything. */
const allowed: Record<string, string[]> = {
  '@lethe/contracts': [],
  '@lethe/tokenizers': ['@lethe/contracts'],
  '@lethe/data': ['@lethe/contracts', '@lethe/tokenizers'],
  '@lethe/analyze': ['@lethe/contracts'],
  '@lethe/runtime': ['@lethe/contracts'],
  '@lethe/model': ['@lethe/contracts', '@lethe/runtime'],
  '@lethe/train': ['@lethe/contracts', '@lethe/tokenizers', '@lethe/runtime', '@lethe/model'],
  '@lethe/probe': ['@lethe/contracts', '@lethe/tokenizers', '@lethe/runtime', '@lethe/model'],
  '@lethe/experiment': [
    '@lethe/contracts',
    '@lethe/data',
    '@lethe/model',
    '@lethe/train',
    '@lethe/probe',
    '@lethe/analyze',
  ],
};
const withoutTensorFlow = ['@lethe/contracts', '@lethe/tokenizers', '@lethe/data', '@lethe/analyze'];

/** `@lethe/data/deep/file.js` to `@lethe/data`, `zod/mini` to `zod`. */
const packageOf = (module: string): string =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');

interface Import {
  from: string;
  file: string;
  module: string;
  test: boolean;
}

function allImports(selected: typeof packages): Import[] {
  return selected
    .filter((candidate) => existsSync(join(root, candidate.root, 'src')))
    .flatMap(({ name, root: directory }) =>
      sourceFiles(join(root, directory, 'src')).flatMap((path) => {
        const file = relative(root, path);
        const test = /\.test\.ts$|\/testing\//.test(file);
        return importedModules(readFileSync(path, 'utf8')).map((module) => ({
          from: name,
          file,
          module,
          test,
        }));
      }),
    );
}

/** Modules that a file imports when it is loaded, not those of functions, files of its package followed. */
function modulesReachedFrom(entry: string, reached = new Set<string>()): Set<string> {
  const code = readFileSync(entry, 'utf8')
    .replace(/^(?:import|export) type [^;]*;$/gm, '')
    .replace(/\(\) =>\s*import\('[^']*'\)/g, '');
  for (const module of importedModules(code)) {
    const name = module.startsWith('.') ? resolve(entry, '..', module.replace(/\.js$/, '.ts')) : module;
    if (reached.has(name)) continue;
    reached.add(name);
    if (module.startsWith('.') && name.endsWith('.ts')) modulesReachedFrom(name, reached);
  }
  return reached;
}

const manifest = (directory: string) =>
  JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
const violation = ({ from, file, module }: Import): string => `${file}: ${from} may not import ${module}`;

describe('import rules', () => {
  const imports = allImports(library);

  it('cover every package', () => {
    expect(library.map(({ name }) => name).sort()).toEqual(Object.keys(allowed).sort());
    expect(imports.filter(({ module }) => module.startsWith('@lethe/')).length).toBeGreaterThan(10);
  });

  it('hold for the dependencies that packages declare', () => {
    for (const { name, root: directory } of library) {
      const ours = Object.keys(manifest(directory).dependencies ?? {}).filter((dependency) =>
        dependency.startsWith('@lethe/'),
      );
      expect(allowed[name], `${name} depends on ${ours.join(', ')}`).toEqual(expect.arrayContaining(ours));
    }
  });

  it('hold for every import statement outside tests', () => {
    const wrong = imports.filter(
      ({ from, module, test }) =>
        !test &&
        module.startsWith('@lethe/') &&
        packageOf(module) !== from &&
        !allowed[from]!.includes(packageOf(module)),
    );
    expect(wrong.map(violation)).toEqual([]);
  });

  it('keep probe out of train, in tests too', () => {
    const wrong = imports.filter(
      ({ from, module }) => from === '@lethe/train' && module.startsWith('@lethe/probe'),
    );
    expect(wrong.map(violation)).toEqual([]);
  });

  it('keep TensorFlow out of contracts, data and analyze', () => {
    const wrong = imports.filter(
      ({ from, module }) =>
        withoutTensorFlow.includes(from) && /^@tensorflow\/|^@lethe\/runtime/.test(module),
    );
    expect(wrong.map(violation)).toEqual([]);
    for (const { name, root: directory } of library) {
      if (!withoutTensorFlow.includes(name)) continue;
      expect(Object.keys(manifest(directory).dependencies ?? {}).join(' ')).not.toContain('tensorflow');
    }
  });

  it('let experiment see of the stages what they declare, which loads no TensorFlow', () => {
    const wrong = imports.filter(
      ({ from, module }) =>
        from === '@lethe/experiment' &&
        module.startsWith('@lethe/') &&
        module !== '@lethe/contracts' &&
        !module.endsWith('/declaration'),
    );
    expect(wrong.map(violation)).toEqual([]);
    for (const { root: directory } of library) {
      const entry = join(root, directory, 'src/declaration.ts');
      if (!existsSync(entry)) continue;
      const reached = [...modulesReachedFrom(entry)];
      expect(reached.length).toBeGreaterThan(1);
      const ours = reached.filter((module) => /^@tensorflow\/|^@lethe\/runtime|^@lethe\/\w+$/.test(module));
      expect(ours.filter((module) => !['@lethe/contracts', '@lethe/tokenizers'].includes(module))).toEqual(
        [],
      );
    }
  });

  it('let packages import each other by name, never by path', () => {
    const wrong = allImports(packages).filter(({ file, module }) => {
      if (!module.startsWith('.')) return false;
      const owner = packages.find((candidate) => file.startsWith(`${candidate.root}/`))!;
      return !relative(root, resolve(root, file, '..', module)).startsWith(`${owner.root}/`);
    });
    expect(wrong.map(violation)).toEqual([]);
  });

  it('let code that runs import nothing from tests and their helpers, which no cache key covers', () => {
    const wrong = allImports(packages).filter(
      ({ module, test }) => !test && /\.test\.js$|\/testing(\/|$)/.test(module),
    );
    expect(wrong.map(violation)).toEqual([]);
  });

  it('let code that runs import only what its package declares', () => {
    const undeclared = imports.filter(({ from, file, module, test }) => {
      if (test || module.startsWith('.') || module.startsWith('node:')) return false;
      const { root: directory } = library.find(({ name }) => name === from)!;
      const { dependencies, devDependencies } = manifest(directory);
      // The page's scripts are bundled by the build.
      const declared = { ...dependencies, ...(file.includes('/src/page/') ? devDependencies : undefined) };
      return packageOf(module) !== from && !(packageOf(module) in declared);
    });
    expect(undeclared.map(violation)).toEqual([]);
  });
});

describe('importedModules', () => {
  it('finds every form of import and no comment', () => {
    const source = `/** import x from 'comment'; */
import a from 'one';
import {
  b,
  type C,
} from "two";
import type { D } from 'three';
export * from './four.js';
import 'five';
const six = await import('six');
const seven = require.resolve('seven');
export { e } from 'eight';`;
    expect(importedModules(source)).toEqual([
      'one',
      'two',
      'three',
      './four.js',
      'five',
      'six',
      'seven',
      'eight',
    ]);
  });
});
