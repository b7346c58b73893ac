import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LibrarySource } from './library-source.js';
import { stageArchive } from './stage-archive.js';
import { recogniseDirectory, stageDirectory } from './stage-directory.js';
import { stageWheel } from './stage-wheel.js';

/** The library that the user names: a wheel, a C archive (.tar.gz), or a directory with the content of one. */
export function givenPath(path: string): LibrarySource {
  const absolute = resolve(path);
  return {
    name: absolute,
    async stage(context) {
      if (!existsSync(absolute)) throw new Error('there is no such file or directory');
      const staged = await stageGiven(absolute, context);
      return { ...staged, source: givenSource(path) };
    },
  };
}

/** How a record names a library that was given by path; the same path again is then already provisioned. */
export function givenSource(path: string): string {
  return `given path ${resolve(path)}`;
}

async function stageGiven(path: string, context: Parameters<LibrarySource['stage']>[0]) {
  if (path.endsWith('.whl')) return stageWheel(path, context);
  if (/\.(?:tar\.gz|tgz)$/.test(path)) return stageArchive(path, context);
  const directory = statSync(path).isDirectory() ? recogniseDirectory(path, context.layout) : undefined;
  if (directory === undefined) {
    throw new Error(
      'neither a wheel, nor an installed tensorflow package, nor a libtensorflow C archive for this platform',
    );
  }
  return stageDirectory(directory, context);
}
