import { existsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { inputPaths, LetheError } from '@lethe/contracts';
import { describeFailure, downloadFromHub, hubCachePath } from './download-from-hub.js';
import type { CorpusLocationSpec, LocationSpec } from './location.js';

/** Where relative paths are looked up, and where downloads are reported. */
export interface LocateOptions {
  /** Directory of experiment.json. */
  baseDirectory: string;
  log: (line: string) => void;
  signal: AbortSignal;
  /** Environment to read LETHE_DATA, LETHE_CACHE, XDG_CACHE_HOME and HF_ENDPOINT from. */
  env?: NodeJS.ProcessEnv;
}

/** Finds a file as `locateFile` does, or a directory of that name. */
export async function locatePath(location: LocationSpec, options: LocateOptions): Promise<string> {
  return locate(location, options, 'a file or directory', () => true);
}

/**
 * Finds a corpus: a file or directory as `locateFile` looks for them, else the data set of the hub.
 * @returns an absolute path, or the data set as `openCorpus` takes it, `hf:owner/name@revision[:files]`
 * @throws LetheError that lists every place that was looked at
 */
export async function locateCorpus(
  { path, hub }: CorpusLocationSpec,
  options: LocateOptions,
): Promise<string> {
  if (hub === undefined) return locatePath({ path }, options);
  const paths = path === undefined ? [] : inputPaths(path, options.baseDirectory, options.env ?? process.env);
  const files = hub.files === undefined ? '' : `:${hub.files}`;
  return paths.find((candidate) => existsSync(candidate)) ?? `hf:${hub.repo}@${hub.revision}${files}`;
}

/**
 * Finds an input file: the path as it stands when absolute, else relative to experiment.json, else below
 * LETHE_DATA; then the cache of downloaded files; then the Hugging Face hub.
 * @returns an absolute path
 * @throws LetheError that lists every place that was looked at
 */
export async function locateFile(location: LocationSpec, options: LocateOptions): Promise<string> {
  return locate(location, options, 'a file', (path) => statSync(path).isFile());
}

async function locate(
  location: LocationSpec,
  options: LocateOptions,
  wanted: string,
  isWanted: (path: string) => boolean,
): Promise<string> {
  const env = options.env ?? process.env;
  const looked: string[] = [];
  const found = (path: string): boolean => {
    looked.push(path);
    return existsSync(path) && isWanted(path);
  };
  if (location.path !== undefined) {
    for (const path of inputPaths(location.path, options.baseDirectory, env)) if (found(path)) return path;
    if (!isAbsolute(location.path) && !env.LETHE_DATA) looked.push('LETHE_DATA (not set)');
  }
  if (location.hub) {
    const cached = hubCachePath(location.hub, env);
    if (found(cached)) return cached;
    try {
      await downloadFromHub(location.hub, cached, { ...options, env });
      return cached;
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof LetheError) throw error;
      looked.push(`the Hugging Face hub, ${location.hub.repo}: ${describeFailure(error)}`);
    }
  }
  throw new LetheError({
    what: 'an input file was not found',
    where: nameOfLocation(location),
    expected: location.path === undefined && !location.hub ? 'a location with "path" or "hub"' : wanted,
    found: looked.length === 0 ? 'neither of them' : `none of\n    ${looked.join('\n    ')}`,
    next: location.hub
      ? 'put the file at one of these places, set LETHE_DATA to the directory that holds it, or let the network reach the hub (HF_ENDPOINT names a mirror)'
      : 'put the file at one of these places, set LETHE_DATA to the directory that holds it, or name its repository under "hub"',
  });
}

/** The location as the spec names it: the same on every machine. */
export function nameOfLocation({ path, hub }: LocationSpec): string {
  return path ?? (hub ? `${hub.repo}/${hub.file}` : 'location');
}
