import { backgroundEncounters, order, type RunDirectories, readBatches, tableFiles } from '@lethe/contracts';

/**
 * Training steps whose batch holds each fact, from the order table. A text split over several rows of one
 * step is one encounter.
 * @param directory of the data stage
 * @returns by fact id, ascending
 */
export async function readEncounters(directory: string): Promise<Map<string, Int32Array>> {
  const found = new Map<string, Set<number>>();
  for await (const batch of readBatches(directory, order)) {
    const { offsets } = batch.numberLists('fact_ids');
    if (offsets[batch.length] === offsets[0]) continue;
    const steps = batch.numbers('step');
    batch.stringLists('fact_ids').forEach((ids, row) => {
      for (const id of ids) {
        const known = found.get(id);
        if (known) known.add(steps[row]!);
        else found.set(id, new Set([steps[row]!]));
      }
    });
  }
  return new Map(Array.from(found, ([id, steps]) => [id, Int32Array.from(steps).sort()]));
}

/**
 * Training steps at which the background tells each fact, from the table background_encounters. Several texts of one
 * step are one encounter.
 * @param directory of the data stage; one without the table tells none
 * @returns by fact id, ascending
 */
export async function readToldEncounters(directory: string): Promise<Map<string, Int32Array>> {
  const found = new Map<string, Int32Array>();
  if (tableFiles(directory, backgroundEncounters).length === 0) return found;
  for await (const batch of readBatches(directory, backgroundEncounters)) {
    const { offsets, values } = batch.numberLists('steps');
    batch.strings('fact_id').forEach((id, i) => {
      found.set(id, distinctSteps(values.subarray(offsets[i]!, offsets[i + 1]!)));
    });
  }
  return found;
}

/** All steps of some lists, each once, ascending. */
export const distinctSteps = (...lists: readonly Iterable<number>[]): Int32Array =>
  Int32Array.from(new Set(lists.flatMap((list) => [...list]))).sort();

/** Ids of the runs whose batches hold no injected text. */
export async function plainRuns(runs: readonly RunDirectories[]): Promise<Set<string>> {
  const injecting = new Map<string, boolean>();
  for (const { data } of runs) {
    if (!injecting.has(data)) injecting.set(data, (await readEncounters(data)).size > 0);
  }
  return new Set(runs.filter(({ data }) => !injecting.get(data)).map(({ id }) => id));
}
