import { LetheError } from '@lethe/contracts';
import type { CorpusDocument, DocumentStream } from '../../../corpus/documents/corpus-document.js';
import { type CorpusOptions, openCorpus } from '../../../corpus/readers/open-corpus.js';

/** Finds several files or corpora, one after the other. */
export async function locateAll<T>(
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
export async function* joinSources(
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
