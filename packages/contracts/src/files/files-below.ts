import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LetheError } from '../errors.js';

/** A file below a directory. */
export interface FileBelow {
  /** Relative to the directory, with forward slashes. */
  path: string;
  absolute: string;
  /** Bytes; undefined for a link that leads nowhere. */
  bytes: number | undefined;
}

/**
 * Every file below a directory, links followed, sorted by path. Sockets and the like are passed over.
 * @param skip whether to leave a file, or a directory with all below it, out
 * @throws LetheError when links lead round in a circle
 */
export function filesBelow(
  directory: string,
  skip: (absolute: string) => boolean = () => false,
): FileBelow[] {
  const found: FileBelow[] = [];
  const walk = (folder: string, prefix: string, trail: readonly string[]): void => {
    const real = realpathSync(folder);
    if (trail.includes(real)) {
      throw new LetheError({
        what: 'this link leads to a directory that it lies in',
        where: folder,
        found: real,
        next: 'remove the link',
      });
    }
    for (const name of readdirSync(folder)) {
      const absolute = join(folder, name);
      if (skip(absolute)) continue;
      const stats = statSync(absolute, { throwIfNoEntry: false });
      if (stats?.isDirectory()) walk(absolute, `${prefix}${name}/`, [...trail, real]);
      else if (stats === undefined || stats.isFile()) {
        found.push({ path: `${prefix}${name}`, absolute, bytes: stats?.size });
      }
    }
  };
  walk(directory, '', []);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
