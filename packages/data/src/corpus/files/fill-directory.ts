import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LetheError } from '@lethe/contracts';

/**
 * Makes the directory `out` with what `fill` writes. `fill` is given the path of a directory beside it, named
 * `*.tmp`, which gets its name when `fill` is done and is removed when it fails: `out` is whole or absent.
 * @throws LetheError, before `fill` is called, when `out` exists and is not an empty directory, or cannot be made
 */
export async function fillDirectory<T>(out: string, fill: (partial: string) => Promise<T>): Promise<T> {
  const target = resolve(out);
  checkFree(target);
  const partial = `${target}.${process.pid}.tmp`;
  rmSync(partial, { recursive: true, force: true });
  begin(partial, target);
  try {
    const result = await fill(partial);
    checkFree(target);
    // Not every system renames onto an empty directory.
    if (existsSync(target)) rmdirSync(target);
    renameSync(partial, target);
    return result;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function begin(partial: string, target: string): void {
  try {
    makeDirectories(partial);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code ?? '')) throw error;
    throw new LetheError({
      what: 'the output directory cannot be made',
      where: target,
      expected: 'a path in a directory that this user may write to',
      found: message,
      next: 'name another directory',
    });
  }
}

/** As `mkdirSync` with `recursive`, which never returns below a directory that takes no entries, such as /proc. */
function makeDirectories(path: string): void {
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeDirectories(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it at the same time.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function checkFree(target: string): void {
  let names: string[];
  try {
    names = readdirSync(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw error;
    names = ['a file'];
  }
  if (names.length === 0) return;
  throw new LetheError({
    what: 'the output directory is not free',
    where: target,
    expected: 'an absent or empty directory',
    found: names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : ''),
    next: 'name another directory, or remove this one',
  });
}
