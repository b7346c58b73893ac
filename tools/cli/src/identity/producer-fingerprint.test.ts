import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPackage, packageClosure } from './installed-packages.js';
import { codeDigest, producerFingerprint } from './producer-fingerprint.js';

let root: string;
const write = (path: string, content: string | object): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const install = (name: string, version: string, dependencies: Record<string, string> = {}): void =>
  write(`node_modules/${name}/package.json`, { name, version, dependencies });
const fingerprint = (): string => producerFingerprint([findPackage('@lethe/a', root)!]);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lethe-fingerprint-')));
  install('@lethe/a', '1.0.0', { '@lethe/b': '*', outer: '*', '@types/node': '*', absent: '*' });
  install('@lethe/b', '1.0.0', { '@lethe/a': '*' });
  install('outer', '2.0.0', { inner: '*' });
  install('inner', '3.0.0');
  install('@types/node', '20.0.0');
  install('unrelated', '1.0.0');
  for (const name of ['a', 'b']) {
    write(`node_modules/@lethe/${name}/dist/index.js`, `export const name = '${name}';`);
    write(`node_modules/@lethe/${name}/src/index.ts`, '');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('packageClosure', () => {
  it('follows dependencies, also in circles, and leaves out types and what is not installed', () => {
    const names = packageClosure(findPackage('@lethe/a', root)!).map(
      ({ name, version }) => `${name}@${version}`,
    );
    expect(names).toEqual(['@lethe/a@1.0.0', '@lethe/b@1.0.0', 'inner@3.0.0', 'outer@2.0.0']);
  });
});

describe('producerFingerprint', () => {
  it.each([
    ['its code', () => write('node_modules/@lethe/a/dist/index.js', 'edited')],
    ['the code of a package that it uses', () => write('node_modules/@lethe/b/dist/index.js', 'edited')],
    [
      'a style sheet',
      () => {
        write('node_modules/@lethe/a/dist/page/style.css', 'p{}');
        write('node_modules/@lethe/a/src/page/style.css', 'p {}');
      },
    ],
    [
      'a list of words',
      () => {
        write('node_modules/@lethe/a/dist/words.json', '[]');
        write('node_modules/@lethe/a/src/words.json', '[]');
      },
    ],
    ['its version', () => install('@lethe/a', '1.0.1', { '@lethe/b': '*', outer: '*' })],
    ['the version of a package deep below', () => install('inner', '3.0.1')],
    [
      'a new file',
      () => {
        write('node_modules/@lethe/a/dist/new.js', '');
        write('node_modules/@lethe/a/src/new.ts', '');
      },
    ],
  ])('changes with %s', (_what, edit) => {
    const before = fingerprint();
    edit();
    expect(fingerprint()).not.toBe(before);
  });

  it.each([
    ['a test', () => write('node_modules/@lethe/a/dist/index.test.js', '')],
    ['a helper of tests', () => write('node_modules/@lethe/a/dist/testing/helper.js', '')],
    ['declarations', () => write('node_modules/@lethe/a/dist/index.d.ts', '')],
    ['what the compiler left of a deleted source', () => write('node_modules/@lethe/a/dist/old.js', '')],
    ['a package that it does not use', () => install('unrelated', '1.0.1')],
  ])('does not change with %s', (_what, edit) => {
    const before = fingerprint();
    edit();
    expect(fingerprint()).toBe(before);
  });
});

describe('codeDigest', () => {
  it('counts the folders that it is told', () => {
    const digest = (): string => codeDigest(join(root, 'node_modules/@lethe/a'), ['one', 'two']);
    const add = (path: string): void => {
      write(`node_modules/@lethe/a/dist/${path}.js`, 'x');
      write(`node_modules/@lethe/a/src/${path}.ts`, '');
    };
    const before = digest();
    for (const path of ['one', 'three/a', 'index']) add(path);
    expect(digest()).toBe(before);
    add('two/deep/a');
    expect(digest()).not.toBe(before);
  });
});
