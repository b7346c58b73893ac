import { findManifest, type RunDirectories } from '@lethe/contracts';
import { seedLabels, sweptSettings } from '../cohort/group-runs.js';

/**
 * What the manifests of a run say that it was made with, as JSON by path, such as `data.order.steps`; of the run that
 * it continues from below `origin.`. Seeds of data and training are no part of it.
 */
export type Configuration = ReadonlyMap<string, string>;

const ORIGIN = 'origin.';
const seeds: readonly string[] = ['data.seed', 'train.seed'];
/** Numbered seeds in the id of a run, such as `-s1` of `k4-s1`. */
const seedInId = new RegExp(`(^|-)(${Object.keys(seedLabels).join('|')})\\d+(?=-|$)`, 'g');

/**
 * Reads the configuration of a run.
 * @param origin the run of another experiment that it continues from, if that is known
 */
export function readConfiguration(run: RunDirectories, origin?: RunDirectories): Configuration {
  const own = leavesOf(run, [run.data, run.train, run.probe]);
  if (!origin) return own;
  const from = leavesOf(origin, [origin.data, origin.train]);
  return new Map([
    // What the origin was made with says more than its name, which tells seeds apart too.
    ...[...own].filter(([path]) => path !== 'train.from.experiment' && path !== 'train.from.run'),
    ...[...from].map(([path, value]) => [`${ORIGIN}${path}`, value] as const),
  ]);
}

function leavesOf(run: RunDirectories, directories: readonly string[]): Configuration {
  const found = new Map<string, string>();
  const manifests = directories.map(findManifest);
  for (const manifest of manifests) addLeaves(manifest?.config, [], found);
  // What no manifest tells may still differ.
  if (manifests.includes(undefined)) addLeaves(Object.fromEntries(sweptSettings(run)), ['swept'], found);
  for (const path of seeds) found.delete(path);
  const from = found.get('train.from.run');
  if (from !== undefined) found.set('train.from.run', JSON.stringify(withoutSeeds(JSON.parse(from))));
  return found;
}

/** The id of a run without its numbered seeds: runs that differ in these alone have the same. */
export const withoutSeeds = (id: string): string => id.replace(seedInId, '');

function addLeaves(node: unknown, path: readonly string[], found: Map<string, string>): void {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    if (node !== undefined) found.set(path.join('.'), JSON.stringify(node));
    return;
  }
  for (const [key, value] of Object.entries(node)) addLeaves(value, [...path, key], found);
}

/** What several runs have in common: everything but what differs between any two of them. */
export function commonConfiguration(configurations: readonly Configuration[]): Configuration {
  const [first = new Map<string, string>(), ...others] = configurations;
  return new Map([...first].filter(([path, value]) => others.every((other) => other.get(path) === value)));
}
