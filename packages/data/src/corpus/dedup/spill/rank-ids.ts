import { setImmediate } from 'node:timers/promises';
import { LetheError } from '@lethe/contracts';
import { IdSpill } from './id-spill.js';

const RUN_IDS = 1 << 19;

/** What ranking needs from its caller. */
interface RankOptions {
  /** Takes files that are removed in the end. */
  directory: string;
  signal: AbortSignal;
  /** Called with the ids done so far. */
  onProgress?: (ids: number) => void;
  /** Ids that are sorted in memory at once; 524,288 by default. */
  runIds?: number;
}

/**
 * Ranks documents by id, those of `against` before all others: the smaller rank is the document that stays.
 * Ids are compared by UTF-16 units. Sorted in runs that are merged from disk; memory: 8 bytes per document and one run.
 * @param ids first those of `against`, then those of the corpus
 * @returns Uint32Array [documents]: rank of each document
 * @throws LetheError when two documents of one corpus have the same id
 */
export async function rankIds(
  ids: IdSpill,
  againstDocuments: number,
  options: RankOptions,
): Promise<Uint32Array> {
  const ranks = new Uint32Array(ids.count);
  const parts = [
    ['against', 0, againstDocuments],
    ['corpus', againstDocuments, ids.count],
  ] as const;
  for (const [where, begin, end] of parts) {
    let rank = begin;
    let previous: string | undefined;
    for await (const [id, document] of inOrder(ids, begin, end, options)) {
      if (id === previous) throw sameId(where, id);
      previous = id;
      ranks[document] = rank++;
      if (rank % 65_536 !== 0) continue;
      options.onProgress?.(rank);
      await setImmediate();
      options.signal.throwIfAborted();
    }
  }
  return ranks;
}

/** The ids `begin .. end` with their documents, sorted. */
async function* inOrder(
  ids: IdSpill,
  begin: number,
  end: number,
  { directory, signal, runIds = RUN_IDS }: RankOptions,
): AsyncGenerator<readonly [string, number]> {
  if (end - begin <= runIds) {
    const { names, order } = sortRun(ids, begin, end);
    for (const i of order) yield [names[i]!, begin + i];
    return;
  }
  const runs: Run[] = [];
  try {
    for (let first = begin; first < end; first += runIds) {
      await setImmediate();
      signal.throwIfAborted();
      const { names, order } = sortRun(ids, first, Math.min(first + runIds, end));
      const sorted = new IdSpill(directory, `ids-${runs.length}`);
      runs.push({ first, order, sorted, next: 0 });
      for (const i of order) sorted.append(names[i]!);
    }
    yield* merge(runs);
  } finally {
    for (const { sorted } of runs) sorted.close();
  }
}

function sortRun(ids: IdSpill, begin: number, end: number): { names: string[]; order: Uint32Array } {
  const names = Array.from({ length: end - begin }, (_, i) => ids.get(begin + i));
  const order = Uint32Array.from(names.keys()).sort((a, b) => compare(names[a]!, names[b]!));
  return { names, order };
}

interface Run {
  /** The document that is number 0 of the run. */
  first: number;
  /** Numbers in the order of their ids. */
  order: Uint32Array;
  sorted: IdSpill;
  /** Position in `order` of the next id. */
  next: number;
}

/** Merges sorted runs by a binary heap of their next ids. */
function* merge(runs: readonly Run[]): Generator<readonly [string, number]> {
  const heap: { id: string; run: Run }[] = [];
  const push = (run: Run): void => {
    if (run.next === run.order.length) return;
    const entry = { id: run.sorted.get(run.next), run };
    let at = heap.length;
    heap.push(entry);
    for (let parent = (at - 1) >> 1; at > 0 && entry.id < heap[parent]!.id; parent = (at - 1) >> 1) {
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  };
  const pop = (): { id: string; run: Run } => {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1]!.id < heap[child]!.id) child++;
      if (last.id <= heap[child]!.id) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  };
  for (const run of runs) push(run);
  while (heap.length > 0) {
    const { id, run } = pop();
    yield [id, run.first + run.order[run.next]!];
    run.next++;
    push(run);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sameId(where: string, id: string): LetheError {
  return new LetheError({
    what: 'two documents have the same id, so the id cannot say which copy stays',
    where,
    expected: 'ids that are unique within a corpus',
    found: JSON.stringify(id),
    next: 'name another field as the id, or number the documents',
  });
}
