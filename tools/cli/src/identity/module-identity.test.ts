import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { moduleIdentity } from './module-identity.js';
import { moduleSpecifiers } from './module-specifiers.js';

let root: string;
const write = (path: string, content = '', base = root): void => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), content);
};
const install = (name: string, version: string, dependencies = {}): void =>
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, dependencies }));
const identity = (module = './watch.mjs'): Promise<string> =>
  moduleIdentity(module, join(root, 'experiment'));

beforeEach(() => {
  root = realpathSync(temporaryDirectory());
  write('experiment/experiment.json', '{}');
  write(
    'experiment/watch.mjs',
    `import './a.mjs'; export { b } from '../shared/b.js'; import fs from 'node:fs'; import 'used/part.js';
     const later = () => import('./later.ts'); const words = new URL('./words.txt', import.meta.url);`,
  );
  write('experiment/a.mjs', `import './deep/c.cjs'; import './watch.mjs';`);
  write('experiment/deep/c.cjs', `const { d } = require('./d'); require('@scope/used');`);
  write('experiment/deep/d.js', 'exports.d = 1;');
  write('experiment/later.ts', 'export const x: number = 1;');
  write('experiment/words.txt', 'a');
  write('shared/b.js', 'export const b = 1;');
  install('used', '1.0.0', { below: '*' });
  install('below', '1.0.0');
  install('@scope/used', '1.0.0');
  install('unused', '1.0.0');
});

describe('moduleIdentity', () => {
  it.each([
    ['the module', 'experiment/watch.mjs'],
    ['what it imports', 'experiment/a.mjs'],
    ['what that requires', 'experiment/deep/c.cjs'],
    ['a file that is named without its extension', 'experiment/deep/d.js'],
    ['what it exports from elsewhere', 'shared/b.js'],
    ['what it imports later', 'experiment/later.ts'],
    ['a file that it finds beside itself', 'experiment/words.txt'],
  ])('changes with %s', async (_, path) => {
    const before = await identity();
    write(path, 'let changed;');
    expect(await identity()).not.toBe(before);
  });

  it('changes with a file that comes or goes', async () => {
    const before = await identity();
    rmSync(join(root, 'shared/b.js'));
    const without = await identity();
    expect(without).not.toBe(before);
    write('shared/b.js', 'export const b = 1;');
    expect(await identity()).toBe(before);
  });

  it.each(['used', 'below', '@scope/used'])('changes with the version of package %s', async (name) => {
    const before = await identity();
    install(name, '1.0.1', name === 'used' ? { below: '*' } : {});
    expect(await identity()).not.toBe(before);
  });

  it('changes with the files of a package that is linked to', async () => {
    const linked = realpathSync(temporaryDirectory());
    write('package.json', '{"name":"linked","version":"1.0.0"}', linked);
    write('index.js', '', linked);
    symlinkSync(linked, join(root, 'node_modules/linked'));
    const before = await identity('linked');
    expect(before).toBe(await identity('linked/index.js'));
    write('index.js', 'changed', linked);
    expect(await identity('linked')).not.toBe(before);
  });

  it('keeps what only lies beside, and stays when the whole is moved', async () => {
    const before = await identity();
    write('experiment/other.mjs', 'changed');
    write('experiment/deep/note.txt', 'changed');
    install('unused', '2.0.0');
    expect(await identity()).toBe(before);
  });

  it('counts all code beside a module that computes what it loads, but not what runs write', async () => {
    write('experiment/watch.mjs', `const load = (name) => import('./parts/' + name + '.mjs');`);
    write('experiment/parts/one.mjs', '');
    const before = await identity();
    write('experiment/out/full/train/config.json', '{}');
    write('experiment/notes.md', '');
    expect(await identity()).toBe(before);
    write('experiment/parts/one.mjs', 'changed');
    expect(await identity()).not.toBe(before);
  });

  it('is known for a module that is not there', async () => {
    const before = await identity('./absent.mjs');
    expect(await identity('no-such-package')).not.toBe(before);
    write('experiment/absent.mjs');
    expect(await identity('./absent.mjs')).not.toBe(before);
  });
});

describe('moduleSpecifiers', () => {
  it.each([
    [`import a, { b } from 'x'; import type { c } from './c.ts';`, ['x', './c.ts'], false],
    [`export * from "./x.js"; import './y.js' with { type: 'json' };`, ['./x.js', './y.js'], false],
    [`await import('x'); import.meta.url; // import 'comment'`, ['x'], false],
    ['await import(name)', [], true],
    [`const x = require('./x'); require.resolve("y")`, ['./x', 'y'], false],
    ['require(name)', [], true],
    [`import x from './x.js'; const broken = {{{ '`, ['./x.js'], true],
  ])('%s', async (code, named, computed) => {
    expect(await moduleSpecifiers(code)).toEqual({ named, computed });
  });
});
