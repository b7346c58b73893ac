import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { CorpusLocationSpec, DataSpec, LocationSpec } from '@lethe/data/declaration';
import type { StageTask } from '@lethe/experiment';
import type { TrainSpec } from '@lethe/train/declaration';
import { hashPath } from './hash-path.js';
import { findPackage } from './installed-packages.js';
import { resolveLocation } from './resolve-location.js';

/**
 * What a task reads from outside the experiment and its input stages, as settings of its manifest:
 * JSON path of the mention to a hash of the contents. Hub files count by repository, revision and file;
 * what cannot be found counts as absent, and the stage itself says so.
 */
export async function outsideInputs(task: StageTask, directory: string): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  if (task.stage === 'data') {
    const data = task.config.data as DataSpec;
    for (const [mention, location] of locations(data)) {
      settings[mention] = await locationIdentity(location, directory, mayBeDirectory(data, mention));
    }
  }
  if (task.stage === 'train') {
    const { from } = task.config.train as TrainSpec;
    if (from && 'checkpoint' in from) {
      const location = { path: from.checkpoint };
      settings['train.from.checkpoint'] = await locationIdentity(location, directory, true);
    }
    for (const [i, { module }] of (task.config.train as TrainSpec).observers.entries()) {
      if (isLethePackage(module)) continue;
      settings[`train.observers.${i}`] = await moduleIdentity(module, directory);
    }
  }
  return settings;
}

/** Any location of the spec. */
type Location = LocationSpec | CorpusLocationSpec;

/** A package of Lethe counts by its code, as part of the producer. */
export const isLethePackage = (module: string): boolean => module.startsWith('@lethe/');

function locations(data: DataSpec): [string, Location][] {
  const found: [string, Location][] = [];
  if ('location' in data.facts) found.push(['data.facts.location', data.facts.location]);
  if ('location' in data.tokenizer) found.push(['data.tokenizer.location', data.tokenizer.location]);
  for (const key of ['background', 'evaluation'] as const) {
    const text = data[key];
    if (text === undefined || !('locations' in text)) continue;
    text.locations.forEach((location, i) => {
      found.push([`data.${key}.locations.${i}`, location]);
    });
  }
  return found;
}

/** Whether the data stage takes a directory where this location is mentioned. */
function mayBeDirectory(data: DataSpec, mention: string): boolean {
  if (mention.startsWith('data.facts')) return data.facts.source === 'tables';
  const text = mention.startsWith('data.background') ? data.background : data.evaluation;
  return mention.includes('.locations.') && text?.source === 'corpus';
}

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

async function moduleIdentity(module: string, directory: string): Promise<string> {
  if (module.startsWith('.') || isAbsolute(module)) {
    const path = resolve(directory, module);
    return existsSync(path) ? `sha256:${await hashPath(path)}` : 'absent';
  }
  const found = findPackage(module, directory);
  return found === undefined ? 'absent' : `${found.name}@${found.version}`;
}
