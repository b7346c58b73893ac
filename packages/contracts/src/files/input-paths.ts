import { isAbsolute, resolve } from 'node:path';

/**
 * Where an input may be that experiment.json names by a path, the first that exists counting: an absolute path as it is,
 * another beside experiment.json, else below LETHE_DATA.
 * @param baseDirectory of experiment.json
 */
export function inputPaths(path: string, baseDirectory: string, env: NodeJS.ProcessEnv): string[] {
  if (isAbsolute(path)) return [path];
  const beside = resolve(baseDirectory, path);
  return env.LETHE_DATA ? [beside, resolve(env.LETHE_DATA, path)] : [beside];
}
