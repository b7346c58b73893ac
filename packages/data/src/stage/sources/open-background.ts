import { LetheError, type StageContext } from '@lethe/contracts';
import type { CorpusDocument, DocumentStream } from '../../corpus/documents/corpus-document.js';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import {
  type LocateOptions,
  locateCorpus,
  locateFile,
  nameOfLocation,
} from '../../corpus/files/locate-file.js';
import type { ReadSummary } from '../../corpus/readers/corpus-pass.js';
import { type CorpusOptions, openCorpus } from '../../corpus/readers/open-corpus.js';
import { inBatches } from '../../iterate/in-batches.js';
import type { DataSpec } from '../options/data.js';
import { inventDocuments } from '../worlds/generated/generate-background.js';
import { questionDocuments, withQuestions } from '../worlds/question-documents.js';
import { worldDocuments } from '../worlds/world-documents.js';

const BATCH_DOCUMENTS = 1000;

/** Texts for evaluation, which ask no questions. */
type TextSource = Exclude<NonNullable<DataSpec['evaluation']>, { source: 'held-out' }>;

/**
 * The documents that `data.background` names, as a stream; files are found before the first document is read.
 * @param set the facts, some of which the background may tell, and the probes, some of which it may ask
 * @throws LetheError when a file is absent, or while reading, on mistakes in it
 */
export async function openBackground(
  { background, seed }: Pick<DataSpec, 'seed'> & { background: DataSpec['background'] | TextSource },
  baseDirectory: string,
  context: StageContext,
  set: FactSet = { facts: [], probes: [] },
): Promise<DocumentStream> {
  const documents = await openDocuments({ background, seed }, baseDirectory, context, set);
  const share = 'questionShare' in background ? (background.questionShare ?? 0) : 0;
  return share > 0 ? withQuestions(documents, share, set.probes, seed) : documents;
}

async function openDocuments(
  { background, seed }: Pick<DataSpec, 'seed'> & { background: DataSpec['background'] | TextSource },
  baseDirectory: string,
  context: StageContext,
  { facts, probes }: FactSet,
): Promise<DocumentStream> {
  const { log, signal } = context;
  const options: LocateOptions = { baseDirectory, log, signal };
  switch (background.source) {
    case 'generated':
      return asStream(inBatches(inventDocuments(background.documents, seed), BATCH_DOCUMENTS));
    case 'world': {
      const told = facts.filter(({ scenario }) => scenario === 'background');
      if (told.length === 0) throw nothingToTell(facts.length);
      return asStream(inBatches(worldDocuments(told, { copies: background.copies, seed }), BATCH_DOCUMENTS));
    }
    case 'questions':
      return asStream(inBatches(questionDocuments(probes, { seed }), BATCH_DOCUMENTS));
    case 'text': {
      const sources = await locateAll(background.locations, (location) => locateFile(location, options));
      const read: CorpusOptions = { format: 'text', signal, log };
      return joinSources(sources, read, (document, source, number) => ({
        ...document,
        id: `text-${source}-${number}`,
        source: nameOfLocation(background.locations[source]!),
      }));
    }
    case 'corpus': {
      const { locations, format, textField, idField, onMalformed } = background;
      const sources = await locateAll(locations, (location) => locateCorpus(location, options));
      const onSummary = (summary: ReadSummary): void => logSkipped(summary, log);
      const read = { format, textField, idField, onMalformed, signal, log, onSummary };
      return joinSources(sources, read, (document, source) =>
        // Two sources may use the same ids.
        sources.length === 1 ? document : { ...document, id: `${source}/${document.id}` },
      );
    }
  }
}

function nothingToTell(facts: number): LetheError {
  return new LetheError({
    what: 'there are no facts that the background could tell',
    where: 'data.background.source: world',
    expected: 'facts of scenario background',
    found: `${facts} facts of other scenarios`,
    next: 'set data.facts.scenarios.background to the number of facts that the background tells',
  });
}

async function locateAll<T>(
  locations: readonly T[],
  locate: (location: T) => Promise<string>,
): Promise<string[]> {
  const sources: string[] = [];
  for (const location of locations) sources.push(await locate(location));
  return sources;
}

/**
 * One source after the other. Each is opened by itself: a corpus names its files by their paths where names occur
 * twice, and ids must be the same on every machine.
 */
async function* joinSources(
  sources: readonly string[],
  options: CorpusOptions,
  rename: (document: CorpusDocument, source: number, number: number) => CorpusDocument,
): DocumentStream {
  for (const [source, path] of sources.entries()) {
    let number = 0;
    for await (const documents of openCorpus([path], options)()) {
      yield documents.map((document) => rename(document, source, number++));
    }
    if (number > 0) continue;
    throw new LetheError({ what: 'this holds no text', where: path, next: 'name another file' });
  }
}

function logSkipped({ skipped }: ReadSummary, log: (line: string) => void): void {
  for (const { kind, count, examples } of skipped) {
    const [first] = examples;
    const where = first ? `, the first in ${first.file}, ${first.line}` : '';
    log(`background: ${count.toLocaleString('en-US')} rows left out (${kind})${where}`);
  }
}

async function* asStream<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
