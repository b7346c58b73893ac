import { findManifest, type RunDirectories } from '@lethe/contracts';

/** Resolved options by path, such as `data.order.batchSize`; lists and values as JSON. */
export type Settings = ReadonlyMap<string, string>;

/** How the run is named that a training goes on from; what it was is told by its own options. */
const originName = /^(origin\.)*train\.from\.(experiment|run)$/;

/**
 * Options of a run, from the manifests of its data and train stages, and with `origin.` before them those of the run that
 * it continues. Stages that other programs wrote may tell less.
 * @param upstream runs of other experiments
 */
export function settingsOf(run: RunDirectories, upstream: readonly RunDirectories[]): Settings {
  const settings = new Map<string, string>();
  for (const stage of ['data', 'train'] as const) {
    addLeaves(settings, '', findManifest(run[stage])?.config ?? {});
  }
  const origin = upstream.find(({ id }) => id === run.from);
  if (!origin) return settings;
  for (const path of settings.keys()) if (originName.test(path)) settings.delete(path);
  for (const [path, value] of settingsOf(origin, upstream)) settings.set(`origin.${path}`, value);
  return settings;
}

function addLeaves(settings: Map<string, string>, path: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    settings.set(path, JSON.stringify(value));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    addLeaves(settings, path === '' ? key : `${path}.${key}`, item);
  }
}

/** Groups of runs with the options in which all runs of each agree; what seeds change in any group is left out. */
export function settingsOfGroups(
  groups: readonly { runs: readonly RunDirectories[] }[],
  upstream: readonly RunDirectories[],
): Settings[] {
  const all = groups.map(({ runs }) => runs.map((run) => settingsOf(run, upstream)));
  const bySeed = new Set(all.flatMap(differingPaths));
  return all.map(([first]) => new Map([...first!].filter(([path]) => !bySeed.has(path))));
}

/** Paths whose values are not the same in all, in the order of the alphabet. */
export function differingPaths(all: readonly Settings[]): string[] {
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]));
  return [...paths].filter((path) => new Set(all.map((settings) => settings.get(path))).size > 1).sort();
}
