import type { RunDirectories } from '@lethe/contracts';
import { readEncounters } from './read-encounters.js';

/** Ids of the runs whose batches hold no injected text. */
export async function plainRuns(runs: readonly RunDirectories[]): Promise<Set<string>> {
  const injecting = new Map<string, boolean>();
  for (const { data } of runs) {
    if (!injecting.has(data)) injecting.set(data, (await readEncounters(data)).size > 0);
  }
  return new Set(runs.filter(({ data }) => !injecting.get(data)).map(({ id }) => id));
}
