import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './support/run-command.js';
import { repository } from './support/workspace-copy.js';

/** Packages as `npm pack` makes them, each in a project of its own with what it says that it needs and nothing else. */
interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

const folders = readdirSync(join(repository, 'packages'));
const manifests = new Map(
  folders.map((folder) => {
    const path = join(repository, 'packages', folder, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    return [manifest.name, manifest];
  }),
);

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-elsewhere-'));
  const workspaces = folders.flatMap((folder) => ['-w', `packages/${folder}`]);
  const packed = await runCommand('npm', ['pack', ...workspaces, '--pack-destination', root], {
    cwd: repository,
  });
  expect(packed.code, packed.output).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a package in another project', () => {
  it.each([...manifests.keys()])('%s brings what it needs', async (name) => {
    const project = await install(name);
    const home = join(project, 'node_modules', name);
    // Modules that load when they are needed count too.
    const modules = modulesBelow(home);
    const imports = modules
      .map((module) => pathToFileURL(join(home, 'dist', `${module}.js`)).href)
      .map((module) => `await import(${JSON.stringify(module)});`);
    const script = `import * as all from '${name}';\n${imports.join('\n')}\nconsole.log(Object.keys(all).length);`;
    writeFileSync(join(project, 'use.mjs'), script);
    const { code, stdout, output } = await runCommand(process.execPath, ['use.mjs'], { cwd: project });
    expect(code, output).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(10);
    expect(modules).toEqual(modulesBelow(join(repository, 'packages', name.replace('@lethe/', ''))));
    expect(modules).toContain('index');
  });

  it('has types', async () => {
    const project = await install(...manifests.keys());
    writeFileSync(
      join(project, 'use.ts'),
      `import { fitLaw } from '@lethe/analyze';
import { type RowOf, readRows } from '@lethe/contracts';
import { findings } from '@lethe/analyze/declaration';
import { runTrain } from '@lethe/train';
const rows: RowOf<typeof findings>[] = await readRows('analysis', findings);
export const verdicts: (string | null)[] = rows.map(({ verdict }) => verdict);
export const both = [fitLaw, runTrain];
// @ts-expect-error a finding has no such column
rows[0]?.nothing;
`,
    );
    symlinkSync(realpathSync(join(repository, 'node_modules/@types')), join(project, 'node_modules/@types'));
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];
    const { code, output } = await runCommand(process.execPath, [tsc, ...flags, 'use.ts'], { cwd: project });
    expect(code, output).toBe(0);
  });

  it('brings the bundles of its pages, and leaves its tests at home', async () => {
    const project = await install('@lethe/analyze');
    const files = readdirSync(join(project, 'node_modules/@lethe/analyze'), { recursive: true }).map(String);
    for (const name of ['index.js', 'page/vega.js', 'page/report.js', 'page/live.js', 'page/style.css']) {
      expect(files).toContain(join('dist', name));
    }
    expect(files.filter((file) => /\.test\.|testing|tsbuildinfo/.test(file))).toEqual([]);
  });
});

/** Modules of a package, without tests, programs of threads and processes of their own, and scripts of pages. */
function modulesBelow(directory: string): string[] {
  return readdirSync(join(directory, 'src'), { recursive: true })
    .map(String)
    .filter(
      (file) => /\.ts$/.test(file) && !/\.test\.ts$|\btesting\b|-(worker|child)\.ts$|^page\b/.test(file),
    )
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

/** A new project that holds some packages, their own dependencies unpacked and those from npm linked. */
async function install(...names: string[]): Promise<string> {
  const project = mkdtempSync(join(root, 'project-'));
  const modules = join(project, 'node_modules');
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
  const wanted = [...names];
  for (const name of wanted) {
    const target = join(modules, name);
    mkdirSync(dirname(target), { recursive: true });
    const manifest = manifests.get(name);
    if (!manifest) {
      symlinkSync(realpathSync(join(repository, 'node_modules', name)), target);
      continue;
    }
    mkdirSync(target);
    const tarball = join(root, `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
    const { code, output } = await runCommand('tar', ['xzf', tarball, '--strip-components=1'], {
      cwd: target,
    });
    expect(code, output).toBe(0);
    for (const needed of Object.keys(manifest.dependencies ?? {})) {
      if (!wanted.includes(needed)) wanted.push(needed);
    }
  }
  return project;
}
