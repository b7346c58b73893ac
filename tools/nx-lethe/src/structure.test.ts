import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryImports, type FileImport, findCircles, relativeImports } from './testing/import-graph.js';
import { workspacePackages } from './workspace-packages.js';

const root = resolve(import.meta.dirname, '../../..');
const folders = workspacePackages(root).map(({ root: folder }) =>
  folder === 'e2e' ? folder : `${folder}/src`,
);
const imports = folders.flatMap((folder) => relativeImports(root, folder));

const isFile = (entry: string): boolean => entry.endsWith('.ts');
const isTest = (path: string): boolean => /\.test\.ts$|(^|\/)testing\//.test(path);
const running = imports.filter(({ from, to }) => !isTest(from) && !isTest(to));

/** What a folder may import of its package: other folders, and files beside it. A folder without a rule imports anything. */
const folderRules: { folder: string; may: string[]; because: string }[] = [
  {
    folder: 'packages/contracts/src/files',
    may: ['errors.ts', 'text'],
    because: 'writing whole is the same for every kind of file, and so is what JSON may hold',
  },
  {
    folder: 'packages/contracts/src/input',
    may: ['errors.ts', 'text'],
    because: 'the bytes and lines of a file are read the same for every purpose',
  },
  {
    folder: 'packages/contracts/src/arrow',
    may: ['errors.ts', 'files'],
    because: 'reading and writing Arrow is the same for every table and stage',
  },
  {
    folder: 'packages/data/src/corpus',
    may: ['iterate', 'progress', 'random', 'registry', 'text'],
    because: 'it prepares corpora of any kind and knows nothing of stages and experiments',
  },
  ...['iterate', 'progress', 'random', 'registry', 'text'].map((name) => ({
    folder: `packages/data/src/${name}`,
    may: [],
    because: 'both wings of the package build on it',
  })),
  {
    folder: 'packages/model/src/blocks',
    may: [],
    because: 'architectures are made of blocks, which know none of them',
  },
  {
    folder: 'packages/model/src/architectures',
    may: ['blocks'],
    because: 'checkpoints and adapters hold for every architecture, and none knows of them',
  },
  {
    folder: 'packages/runtime/src/ops',
    may: [],
    because: 'an operation is the same on every backend',
  },
  {
    folder: 'packages/train/src/step',
    may: ['optimizers', 'train-options.ts'],
    because: 'a step is a pure function of parameters and a batch',
  },
  ...['numerics', 'measurements', 'page'].map((name) => ({
    folder: `packages/analyze/src/${name}`,
    may: [],
    because: 'every analysis builds on it',
  })),
  {
    folder: 'packages/analyze/src/statistics',
    may: ['numerics'],
    because: 'every analysis builds on it',
  },
  {
    folder: 'packages/analyze/src/laws',
    may: ['numerics'],
    because: 'a law is a function of time, however it is fitted',
  },
  {
    folder: 'packages/analyze/src/report',
    may: ['claims', 'cohort', 'measurements', 'page', 'statistics'],
    because: 'the page shows what analyses hand it, and names none of them',
  },
];

const isIn = (path: string, entry: string): boolean => path === entry || path.startsWith(`${entry}/`);
const packageOf = (path: string): string => path.split('/').slice(0, 2).join('/');

describe('files', () => {
  it('form no circles, imports of types included', () => {
    expect(findCircles(imports)).toEqual([]);
    expect(imports.length).toBeGreaterThan(1000);
  });

  it('are held to that by Biome too, without exemptions', () => {
    const text = readFileSync(join(root, 'biome.json'), 'utf8');
    const { noImportCycles } = JSON.parse(text).linter.rules.suspicious;
    expect(noImportCycles).toEqual({ level: 'error', options: { ignoreTypes: false } });
    expect(text.match(/noImportCycles/g)).toHaveLength(1);
  });
});

describe('folders', () => {
  // What lies in a folder are its subfolders, each with all that is below it, and its files, each by itself. An import
  // joins the two entries at which the paths of importer and imported part ways: report/a.ts -> fits/laws/b.ts joins
  // report and fits. Entries form a circle when each can be reached from the other, by any number of imports. So a
  // folder may import a file beside it, such as errors.ts, unless that file leads back to the folder; index.ts may
  // import everything, and nothing imports it. Tests and their helpers are left out; circles of files alone are above.
  it('form no circles inside a package', () => {
    const circles = Array.from(entryImports(running)).flatMap(([folder, edges]) =>
      findCircles(edges)
        .filter((circle) => !circle.every(isFile))
        .map((circle) => `${folder}: ${circle.join(' ')}`),
    );
    expect(circles).toEqual([]);
  });

  it('import no barrel of a folder that they lie in', () => {
    const wrong = running.filter(
      ({ from, to }) => to.endsWith('/index.ts') && isIn(from, to.slice(0, -'/index.ts'.length)),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it.each(folderRules)('$folder imports only $may of its package: $because', ({ folder, may }) => {
    const imported = running.filter(({ from }) => from.startsWith(`${folder}/`));
    expect(existsSync(join(root, folder)), `${folder} is gone: change the rule`).toBe(true);
    const source = `${packageOf(folder)}/src`;
    const wrong = imported.filter(
      ({ to }) => ![folder, ...may.map((entry) => `${source}/${entry}`)].some((entry) => isIn(to, entry)),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

describe('findCircles', () => {
  const circles = (...edges: string[]): string[][] =>
    findCircles(edges.map((edge) => ({ from: edge[0]!, to: edge[1]! })));

  it('finds circles of any length, and of those that share a node one', () => {
    expect(circles('ab', 'bc', 'cd')).toEqual([]);
    expect(circles('ab', 'ac', 'bd', 'cd')).toEqual([]);
    expect(circles('ab', 'ba')).toEqual([['a', 'b']]);
    expect(circles('xa', 'ab', 'bc', 'ca', 'cy')).toEqual([['a', 'b', 'c']]);
    expect(circles('ab', 'ba', 'bc', 'cb', 'de', 'ed')).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });
});

describe('entryImports', () => {
  const entries = (...edges: [string, string][]): Record<string, FileImport[]> =>
    Object.fromEntries(entryImports(edges.map(([from, to]) => ({ from, to }))));

  it('joins the entries at which two paths part ways', () => {
    expect(
      entries(
        ['p/report/a.ts', 'p/fits/laws/b.ts'],
        ['p/fits/laws/b.ts', 'p/fits/c.ts'],
        ['p/index.ts', 'p/fits/c.ts'],
      ),
    ).toEqual({
      p: [
        { from: 'report', to: 'fits' },
        { from: 'index.ts', to: 'fits' },
      ],
      'p/fits': [{ from: 'laws', to: 'c.ts' }],
    });
  });
});
