import { clusters, createTableWriter, fillDirectory, hashJson, LetheError } from '@lethe/contracts';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import { writeCorpus } from '../../documents/write-corpus.js';
import { type ClusterRow, corpusChanged, type DedupMethod } from '../method/dedup-method.js';
import { createScratchDirectory } from '../spill/scratch-directory.js';
import { ClusterStatistics, type ClusterSummary } from './cluster-statistics.js';
import { type DedupRecord, findDedupRecord, writeDedupRecord } from './dedup-record.js';
import { openDecisions, reduceCorpus } from './reduce-corpus.js';

const BATCH_ROWS = 65_536;

/** One deduplication: which method, of what. */
export interface DedupRun<Options> {
  method: DedupMethod<Options>;
  options: Options;
  corpus: OpenCorpus;
  /** What the corpus must not hold; it stays as it is. */
  against?: OpenCorpus | undefined;
  /** Also write the reduced corpus. */
  drop: boolean;
  /**
   * JSON of everything that the result depends on, such as options and hashes of inputs; it goes to dedup.json, and
   * a finished directory that has the same is not made again.
   */
  settings?: DedupRecord['settings'];
  /** Where the inputs are on this machine and how they are read, for `openRecordedInputs`. */
  inputs?: NonNullable<DedupRecord['inputs']>;
}

export interface DedupCorpusContext {
  signal: AbortSignal;
  /** Called now and then; `total`, of both corpora, is known once they have been read. */
  onProgress?: (pass: string, documents: number, total: number | undefined) => void;
}

/** `current`: the directory already held this result, and nothing was done. */
export interface DedupOutcome {
  status: 'produced' | 'current';
  summary: ClusterSummary;
}

/**
 * Deduplicates a corpus into a directory: the table `clusters` with one row for every document, in the order of the
 * corpus; with `drop` the table `corpus` with what is left, ids as they were; and dedup.json. The directory appears
 * when it is complete, and not at all when the run fails or is aborted.
 * Memory: what the method needs, and 4 to 16 bytes per document.
 * @throws LetheError when `out` holds something else than this result, and what the method throws
 */
export async function dedupCorpus<Options>(
  run: DedupRun<Options>,
  out: string,
  context: DedupCorpusContext,
): Promise<DedupOutcome> {
  const identity = run.settings === undefined ? null : hashJson(run.settings);
  const existing = findDedupRecord(out);
  if (existing && identity !== null && existing.identity === identity && existing.dropped === run.drop) {
    return { status: 'current', summary: existing.summary };
  }
  if (existing) {
    throw new LetheError({
      what: 'the output directory holds the result of another deduplication',
      where: out,
      expected: 'an absent or empty directory, or the same method, options and inputs',
      next: 'name another directory, or remove this one',
    });
  }
  const summary = await fillDirectory(out, async (partial) => {
    const summary = await writeClusters(run, partial, context);
    if (run.drop) await writeReduced(run.corpus, partial, summary, context);
    writeDedupRecord(partial, {
      dedup: 1,
      identity,
      settings: run.settings ?? null,
      inputs: run.inputs ?? null,
      dropped: run.drop,
      summary,
    });
    return summary;
  });
  return { status: 'produced', summary };
}

async function writeClusters<Options>(
  run: DedupRun<Options>,
  directory: string,
  { signal, onProgress }: DedupCorpusContext,
): Promise<ClusterSummary> {
  const corpus = measureCorpus(run.corpus);
  const against = run.against && measureCorpus(run.against);
  const scratch = createScratchDirectory(directory);
  const statistics = new ClusterStatistics(scratch.path);
  const writer = createTableWriter(directory, clusters);
  const report = (pass: string, documents: number): void => {
    const isKnown = corpus.isRead() && against?.isRead() !== false;
    onProgress?.(pass, documents, isKnown ? corpus.documents() + (against?.documents() ?? 0) : undefined);
  };
  try {
    let rows: ClusterRow[] = [];
    let document = 0;
    const context = { signal, onProgress: report, scratch: scratch.path };
    for await (const batch of run.method(corpus.open, against?.open, run.options, context)) {
      signal.throwIfAborted();
      for (const row of batch) {
        statistics.add(row, corpus.length(document++));
        rows.push(row);
      }
      if (rows.length < BATCH_ROWS) continue;
      writer.writeRows(rows);
      rows = [];
    }
    if (document !== corpus.documents()) throw corpusChanged(`number ${document}`);
    writer.writeRows(rows);
    const summary = await statistics.summary(signal);
    writer.close();
    return summary;
  } catch (error) {
    writer.abort();
    throw error;
  } finally {
    statistics.close();
    scratch.remove();
  }
}

async function writeReduced(
  corpus: OpenCorpus,
  directory: string,
  { documents, kept }: ClusterSummary,
  { signal, onProgress }: DedupCorpusContext,
): Promise<void> {
  let written = 0;
  const reduced = reduceCorpus(corpus, openDecisions(directory));
  await writeCorpus(directory, reduced(), (batch) => {
    signal.throwIfAborted();
    written += batch.length;
    onProgress?.('write', Math.round((written / kept) * documents), documents);
  });
}

/** A corpus that remembers how long its texts are while it is read for the first time. */
interface MeasuredCorpus {
  open: OpenCorpus;
  /** Documents of the first pass so far. */
  documents: () => number;
  /** Whether the first pass came to its end. */
  isRead: () => boolean;
  /** UTF-16 units of document number `index`. */
  length: (index: number) => number;
}

/** Measures a corpus, so that counting characters needs no extra pass. Memory: 4 to 8 bytes per document. */
function measureCorpus(open: OpenCorpus): MeasuredCorpus {
  let lengths = new Uint32Array(1024);
  let documents = 0;
  let isRead = false;
  const measure = async function* (): ReturnType<OpenCorpus> {
    documents = 0;
    for await (const batch of open()) {
      if (documents + batch.length > lengths.length) {
        const larger = new Uint32Array(2 * (documents + batch.length));
        larger.set(lengths);
        lengths = larger;
      }
      for (const { text } of batch) lengths[documents++] = text.length;
      yield batch;
    }
    isRead = true;
  };
  return {
    open: () => (isRead ? open() : measure()),
    documents: () => documents,
    isRead: () => isRead,
    length: (index) => lengths[index]!,
  };
}
