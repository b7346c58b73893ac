import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { LocationSpec } from '@lethe/data/declaration';

/**
 * The local file that a location means, as the data stage finds it: an absolute path, a path beside
 * experiment.json or one below LETHE_DATA, the first that is a file. Undefined when there is none.
 * @param directories whether a directory is accepted too
 */
export function resolveLocation(
  { path }: Pick<LocationSpec, 'path'>,
  baseDirectory: string,
  env: NodeJS.ProcessEnv = process.env,
  directories = false,
): string | undefined {
  if (path === undefined) return undefined;
  const candidates = [resolve(baseDirectory, path)];
  if (!isAbsolute(path) && env.LETHE_DATA) candidates.push(resolve(join(env.LETHE_DATA, path)));
  return candidates.find((candidate) => {
    const stats = statSync(candidate, { throwIfNoEntry: false });
    return stats !== undefined && (directories || stats.isFile());
  });
}
