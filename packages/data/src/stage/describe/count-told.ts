import { backgroundEncounters, readBatches, tableFiles } from '@lethe/contracts';

/**
 * How often training meets each fact in the background.
 * @returns by fact id; undefined where the data stage did not look
 */
export async function countTold(directory: string): Promise<Map<string, number> | undefined> {
  if (tableFiles(directory, backgroundEncounters).length === 0) return undefined;
  const found = new Map<string, number>();
  for await (const batch of readBatches(directory, backgroundEncounters)) {
    const { offsets } = batch.numberLists('steps');
    batch.strings('fact_id').forEach((id, i) => {
      found.set(id, offsets[i + 1]! - offsets[i]!);
    });
  }
  return found;
}
