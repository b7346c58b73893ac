import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createProgressMeter, LetheError } from '@lethe/contracts';
import * as z from 'zod';
import { dedupMethods } from '../../corpus/dedup/dedup-methods.js';
import type { MethodKind } from '../../corpus/dedup/method/method-kind.js';
import { dedupCorpus } from '../../corpus/dedup/run/dedup-corpus.js';
import { openDecisions, reduceCorpus } from '../../corpus/dedup/run/reduce-corpus.js';
import { collectKeys } from '../../corpus/documents/collect-keys.js';
import type { DocumentStream } from '../../corpus/documents/corpus-document.js';
import { writeCorpus } from '../../corpus/documents/write-corpus.js';
import { openCorpus } from '../../corpus/readers/open-corpus.js';
import { filterCorpus, type Sample } from './draw-sample.js';
import type { DedupSpec } from './multiplicity-options.js';
import type { MultiplicityRecord } from './multiplicity-record.js';

interface DedupDocumentsContext {
  /** Existing directory for intermediate results, which stay there. */
  scratch: string;
  /** Names the source in errors. */
  where: string;
  log: (line: string) => void;
  signal: AbortSignal;
}

/**
 * The documents that deduplication leaves, in their order, and after them those that refill their places: of the
 * documents beyond the sample, that are no duplicates either, those with the smallest keys. What is read stands on disk
 * meanwhile; memory is that of the method.
 * @param documents read once
 * @param sample from which the documents are; undefined where nothing refills
 * @param onReport told what was removed and refilled, before the first document
 * @throws LetheError when too few documents can refill, and what the method throws; signal.reason when aborted
 */
export async function* deduplicateDocuments(
  documents: DocumentStream,
  { method: name, afterwards, ...given }: DedupSpec,
  sample: Sample | undefined,
  { scratch, where, log, signal }: DedupDocumentsContext,
  onReport: (report: NonNullable<MultiplicityRecord['deduplicated']>) => void,
): DocumentStream {
  const kind = dedupMethods[name] as unknown as MethodKind;
  const { method } = kind.choose(z.object(kind.options).parse(given));
  const meter = createProgressMeter();
  const onProgress = (pass: string, done: number): void => {
    if (meter(done)) log(`deduplication, ${pass}: ${done.toLocaleString('en-US')} documents`);
  };
  const context = { signal, onProgress };
  const [whole, left, others] = ['whole', 'left', 'others'].map((part) => join(scratch, part)) as [
    string,
    string,
    string,
  ];
  mkdirSync(whole);
  await writeCorpus(whole, documents);
  const run = { method, options: undefined, corpus: openCorpus([whole]), drop: true };
  const { summary } = await dedupCorpus(run, left, context);
  const report = { method: name, ...pick(summary), refilled: 0 };
  if (afterwards === 'collapse' || !sample) {
    onReport(report);
    yield* openCorpus([left])();
    return;
  }
  const against = openCorpus([left]);
  await dedupCorpus(
    { method, options: undefined, corpus: sample.others, against, drop: false },
    others,
    context,
  );
  const further = reduceCorpus(sample.others, openDecisions(others));
  const keys = await collectKeys(further, sample.keyOf, { signal });
  const { removed } = summary;
  if (keys.length < removed) throw tooFew(where, removed, keys.length);
  onReport({ ...report, refilled: removed });
  yield* openCorpus([left])();
  if (removed === 0) return;
  const last = keys[removed - 1]!;
  yield* filterCorpus(further, ({ id }) => sample.keyOf(id) <= last)();
}

const pick = ({ documents, kept, cut, clusters }: Awaited<ReturnType<typeof dedupCorpus>>['summary']) => ({
  documents,
  kept,
  cut,
  clusters,
});

function tooFew(where: string, wanted: number, found: number): LetheError {
  return new LetheError({
    what: 'the source has too few further documents for those that deduplication removed',
    where: `${where}.dedup`,
    expected: `${wanted} beyond take that are no duplicates`,
    found: String(found),
    next: 'give the source more documents, take fewer, or set dedup.afterwards to collapse',
  });
}
