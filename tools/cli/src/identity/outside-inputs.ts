import { statSync } from 'node:fs';
import { inputPaths } from '@lethe/contracts';
import type { CorpusLocationSpec, LocationSpec } from '@lethe/data/declaration';
import { outsideMentions, type StageTask } from '@lethe/experiment';
import { hashPath } from './hash-path.js';
import { moduleIdentity } from './module-identity.js';

/**
 * What a task reads from outside the experiment and its input stages, as settings of its manifest:
 * JSON path of the mention to a hash of the contents. Hub files count by repository, revision and file;
 * what cannot be found counts as absent, and the stage itself reports it.
 */
export async function outsideInputs(task: StageTask, directory: string): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const mention of outsideMentions(task)) {
    settings[mention.path] = await ('module' in mention
      ? moduleIdentity(mention.module, directory)
      : locationIdentity(mention.location, directory, mention.mayBeDirectory));
  }
  return settings;
}

/** Any location of the spec. */
type Location = LocationSpec | CorpusLocationSpec;

async function locationIdentity(
  location: Location,
  directory: string,
  directories: boolean,
): Promise<string> {
  const path = resolveLocation(location, directory, process.env, directories);
  if (path !== undefined) return `sha256:${await hashPath(path)}`;
  const { hub } = location;
  if (hub === undefined) return 'absent';
  return `hub:${hub.repo}@${hub.revision}/${'file' in hub ? hub.file : (hub.files ?? '')}`;
}

/**
 * The local file that a location means, as the stage finds it: the first of `inputPaths` that is a file. Undefined when
 * there is none.
 * @param directories whether a directory counts too
 */
export function resolveLocation(
  { path }: Pick<LocationSpec, 'path'>,
  baseDirectory: string,
  env: NodeJS.ProcessEnv = process.env,
  directories = false,
): string | undefined {
  if (path === undefined) return undefined;
  return inputPaths(path, baseDirectory, env).find((candidate) => {
    const stats = statSync(candidate, { throwIfNoEntry: false });
    return stats !== undefined && (directories || stats.isFile());
  });
}
