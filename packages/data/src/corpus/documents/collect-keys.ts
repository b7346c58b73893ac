import type { OpenCorpus } from './corpus-document.js';

/**
 * The keys of all documents in ascending order, so that documents can be ranked by them in a further pass: 8 bytes each.
 * @throws signal.reason when aborted
 */
export async function collectKeys(
  open: OpenCorpus,
  keyOf: (id: string) => number,
  context: { signal?: AbortSignal | undefined; onDocuments?: ((documents: number) => void) | undefined },
): Promise<Float64Array> {
  let keys = new Float64Array(1 << 12);
  let documents = 0;
  for await (const batch of open()) {
    context.signal?.throwIfAborted();
    for (const { id } of batch) {
      if (documents === keys.length) {
        const grown = new Float64Array(2 * documents);
        grown.set(keys);
        keys = grown;
      }
      keys[documents++] = keyOf(id);
    }
    context.onDocuments?.(documents);
  }
  return keys.slice(0, documents).sort();
}

/** Number of keys below `key`. */
export function rankOf(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
