import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { filesBelow } from './files-below.js';

/** A directory as the Hugging Face hub's cache lays it out: names that are links to contents. */
function hubCache(): { root: string; snapshot: string } {
  const root = temporaryDirectory();
  for (const folder of ['blobs', 'shared/deep', 'snapshots/main/sub'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'blobs/abc'), 'content');
  writeFileSync(join(root, 'shared/deep/part'), 'x');
  const snapshot = join(root, 'snapshots/main');
  symlinkSync('../../blobs/abc', join(snapshot, 'b.txt'));
  symlinkSync('../../../blobs/abc', join(snapshot, 'sub/a.txt'));
  symlinkSync('../../shared', join(snapshot, 'linked'));
  symlinkSync('../../blobs/gone', join(snapshot, 'gone.txt'));
  return { root, snapshot };
}

it('follows links to files and to directories, and tells those that lead nowhere', () => {
  const { snapshot } = hubCache();
  expect(filesBelow(snapshot).map(({ path, bytes }) => [path, bytes])).toEqual([
    ['b.txt', 7],
    ['gone.txt', undefined],
    ['linked/deep/part', 1],
    ['sub/a.txt', 7],
  ]);
});

it('leaves out what it is told to, with all below', () => {
  const { snapshot } = hubCache();
  const skip = (path: string): boolean => ['sub', 'gone.txt'].includes(basename(path));
  expect(filesBelow(snapshot, skip).map(({ path }) => path)).toEqual(['b.txt', 'linked/deep/part']);
});

it('takes two links to one directory, and refuses a circle', () => {
  const { root, snapshot } = hubCache();
  symlinkSync('../../shared', join(snapshot, 'again'));
  expect(filesBelow(snapshot).map(({ path }) => path)).toContain('again/deep/part');
  symlinkSync('..', join(root, 'shared/up'));
  expect(() => filesBelow(snapshot)).toThrow(/this link leads to a directory that it lies in/);
});
