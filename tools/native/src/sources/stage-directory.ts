import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { copyFile, cp, link, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SourceContext, StagedLibrary } from './library-source.js';

/** A directory that holds a library, and how. */
export interface LibraryDirectory {
  kind: 'package' | 'archive';
  /** For a package the folder `tensorflow` itself. */
  path: string;
}

/** Recognises an installed `tensorflow` package (or the site-packages folder around it) and an unpacked C archive. */
export function recogniseDirectory(
  path: string,
  layout: SourceContext['layout'],
): LibraryDirectory | undefined {
  for (const candidate of [path, join(path, 'tensorflow')]) {
    if (layout.wheel.every((file) => existsSync(join(candidate, file)))) {
      return { kind: 'package', path: candidate };
    }
  }
  const header = join(path, 'include', 'tensorflow', 'c', 'c_api.h');
  if (existsSync(header) && layout.archive.every((file) => existsSync(join(path, 'lib', file)))) {
    return { kind: 'archive', path };
  }
  return undefined;
}

/** Stages the library and headers of a directory; the libraries are hard links where the file system allows it, else copies. */
export async function stageDirectory(
  directory: LibraryDirectory,
  context: SourceContext,
): Promise<StagedLibrary> {
  const { staging, layout, log } = context;
  const { kind, path } = directory;
  const libraries = kind === 'package' ? layout.wheel : layout.archive;
  const from = kind === 'package' ? path : join(path, 'lib');
  const include = join(path, 'include');
  if (!existsSync(join(include, 'tensorflow', 'c', 'c_api.h')))
    throw new Error(`${include} has no C headers`);
  log(`taking libtensorflow from ${path}`);
  await mkdir(join(staging, 'lib'), { recursive: true });
  for (const file of libraries) await linkOrCopy(realpathSync(join(from, file)), join(staging, 'lib', file));
  await cp(include, join(staging, 'include'), {
    recursive: true,
    dereference: true,
    // An installed package carries thousands of headers; the C API needs these.
    filter: (source) =>
      !source.slice(include.length).includes('.') || /[\\/](?:c|platform)[\\/].*\.h$/.test(source),
  });
  if (kind === 'archive') return { libraries, variant: 'cpu', source: `archive ${path}` };
  const variant = packageVariant(dirname(path));
  // A CUDA build finds its libraries in ../nvidia, seen from its own folder.
  const cuda = join(dirname(path), 'nvidia');
  if (variant === 'gpu' && existsSync(cuda)) await symlink(cuda, join(staging, 'nvidia'));
  return { libraries, variant, source: `package ${path}` };
}

/** On Linux the distribution named tensorflow is built with CUDA, tensorflow_cpu is not. */
function packageVariant(sitePackages: string): 'cpu' | 'gpu' {
  const withCuda = readdirSync(sitePackages).some((name) => /^tensorflow-\d.*\.dist-info$/.test(name));
  return process.platform === 'linux' && withCuda ? 'gpu' : 'cpu';
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}
