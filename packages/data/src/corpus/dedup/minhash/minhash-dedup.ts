import { LetheError } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import type { ClusterRow, DedupContext } from '../method/dedup-method.js';
import { collectComponents, UnionFind } from './collect-components.js';
import { type DocumentBlock, type DocumentTable, IdList, joinBlocks } from './document-table.js';
import { type MinhashOptions, type MinhashSettings, resolveMinhashOptions } from './minhash-settings.js';
import { createMinhashWork, type MinhashWork, type SharedWork } from './minhash-work.js';
import { clusterRows, createOutcome, type Outcome, recordSettlement } from './settle-clusters.js';
import { openTemporaryFile, TextBlocks } from './text-blocks.js';
import { createWorkPool, type WorkPool } from './work-pool.js';

/** Memory for the keys and the joined documents of all bands that are matched at the same time. */
const MATCH_BYTES = 2 ** 30;
const MATCH_BYTES_PER_DOCUMENT = 20;

/**
 * Finds near-duplicates by MinHash and locality-sensitive hashing (Broder, "On the resemblance and containment of
 * documents", 1997). Documents that share a band of their sketches are candidates; candidates whose true Jaccard
 * similarity, that of their sets of shingles (compared by 64-bit hashes), reaches the threshold are joined. In every
 * component of joined documents those of smallest id are kept, and a document is removed where its true
 * similarity to a kept one reaches the threshold (or, without verification, where it is not the first). What is
 * similar to a document of `against` is removed.
 *
 * The result depends neither on the order of the documents nor on the number of threads. A document without words is
 * never a duplicate. Memory: 50 bytes a document and its id, and up to 1 GiB for 20 more a thread; shingles are on
 * disk.
 * @throws LetheError when an option is out of range, two similar documents have the same id, or the temporary
 * directory is full; signal.reason when aborted
 */
export async function* minhashDedup(
  corpus: OpenCorpus,
  against: OpenCorpus | undefined,
  options: MinhashOptions,
  context: DedupContext,
): AsyncGenerator<ClusterRow[]> {
  context.signal.throwIfAborted();
  const settings = resolveMinhashOptions(options);
  const file = openTemporaryFile(settings.temporaryDirectory, 'lethe-minhash-');
  const shared: SharedWork = { settings, file: file.descriptor, cursor: new SharedArrayBuffer(8) };
  const pool = createWorkPool<MinhashWork>(
    settings.threads,
    new URL('./minhash-worker.js', import.meta.url),
    shared,
    () => createMinhashWork(shared),
  );
  try {
    const ids = new IdList();
    const table = await sketchCorpora(pool, corpus, against, ids, context);
    const joined = await matchBands(pool, table, settings, context);
    const outcome = await settle(pool, table, joined, ids, context);
    yield* clusterRows(table, ids, outcome, context.signal);
  } catch (error) {
    throw explain(error, settings.temporaryDirectory);
  } finally {
    await pool.close();
    file.remove();
  }
}

/** Reads all documents, those of `against` first, and has them sketched. */
async function sketchCorpora(
  pool: WorkPool<MinhashWork>,
  corpus: OpenCorpus,
  against: OpenCorpus | undefined,
  ids: IdList,
  { signal, onProgress }: DedupContext,
): Promise<DocumentTable> {
  const texts = new TextBlocks();
  const blocks: DocumentBlock[] = [];
  const underway = new Set<Promise<void>>();
  const dispatch = async (): Promise<void> => {
    const block = texts.flush();
    if (block === undefined) return;
    const work = pool.run('sketch', block, [block.units.buffer]).then((done) => {
      blocks.push(done.block);
      texts.recycle(done.units);
      underway.delete(work);
    });
    underway.add(work);
    // The next await throws a failure; until then the rejection counts as handled.
    work.catch(() => {});
    // One block waits for each thread, so that none has to wait for this one.
    if (underway.size >= 2 * pool.threads) await abortable(Promise.race(underway), signal);
    signal.throwIfAborted();
  };
  let firstOfCorpus = 0;
  for (const [pass, open] of [
    ['sketching the other corpus', against],
    ['sketching', corpus],
  ] as const) {
    if (open === undefined) continue;
    firstOfCorpus = ids.length;
    for await (const documents of open()) {
      signal.throwIfAborted();
      for (const { id, text } of documents) {
        if (texts.isFullFor(text)) await dispatch();
        texts.append(text);
        ids.append(id);
      }
      onProgress?.(pass, ids.length - firstOfCorpus);
    }
  }
  await dispatch();
  await abortable(Promise.all(underway), signal);
  return joinBlocks(blocks, ids.length, firstOfCorpus);
}

/** Matches all bands and puts together what the threads joined. */
async function matchBands(
  pool: WorkPool<MinhashWork>,
  table: DocumentTable,
  { bands }: MinhashSettings,
  { signal, onProgress }: DedupContext,
): Promise<UnionFind> {
  const joined = new UnionFind(table.documents);
  const atOnce = Math.floor(MATCH_BYTES / (MATCH_BYTES_PER_DOCUMENT * table.documents));
  let next = 0;
  let done = 0;
  const matchOneByOne = async (): Promise<void> => {
    while (next < bands) {
      const pairs = await pool.run('match', { band: next++, table });
      for (let i = 0; i < pairs.length; i += 2) joined.union(pairs[i]!, pairs[i + 1]!);
      done++;
      onProgress?.('matching', Math.floor((done / bands) * table.documents));
    }
  };
  const runners = Math.max(1, Math.min(pool.threads, atOnce));
  await abortable(Promise.all(Array.from({ length: runners }, matchOneByOne)), signal);
  return joined;
}

/** Decides for every component which documents stay. */
async function settle(
  pool: WorkPool<MinhashWork>,
  table: DocumentTable,
  joined: UnionFind,
  ids: IdList,
  { signal, onProgress }: DedupContext,
): Promise<Outcome> {
  const outcome = createOutcome(table.documents);
  const underway = new Set<Promise<void>>();
  let done = 0;
  for (const components of collectComponents(table, joined, ids)) {
    const members = components.members.slice();
    const work = pool
      .run('settle', { components, table }, [components.members.buffer, components.ends.buffer])
      .then((settlement) => {
        recordSettlement(outcome, members, settlement);
        done += members.length;
        onProgress?.('settling', done);
        underway.delete(work);
      });
    underway.add(work);
    // The next await throws a failure; until then the rejection counts as handled.
    work.catch(() => {});
    if (underway.size >= 2 * pool.threads) await abortable(Promise.race(underway), signal);
  }
  await abortable(Promise.all(underway), signal);
  return outcome;
}

/** Waits for work, but no longer than until the signal. @throws signal.reason when aborted */
function abortable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function explain(error: unknown, directory: string): unknown {
  if ((error as { code?: unknown } | null)?.code !== 'ENOSPC') return error;
  return new LetheError(
    {
      what: 'no space is left for intermediate results of deduplication',
      where: directory,
      expected: 'about 10 bytes for each word of the corpus',
      next: 'free some space there, or name an output directory (--out) on another disk',
    },
    { cause: error },
  );
}
