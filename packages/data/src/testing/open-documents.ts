import type { CorpusDocument, OpenCorpus } from '../corpus/documents/corpus-document.js';

/** A corpus of documents that are in memory, in batches of at most `batch`. */
export function openDocuments(documents: readonly CorpusDocument[], batch = 3): OpenCorpus {
  return async function* () {
    for (let i = 0; i < documents.length; i += batch) yield documents.slice(i, i + batch);
  };
}

/** Documents of texts by id. */
export const documentsOf = (texts: Record<string, string>): CorpusDocument[] =>
  Object.entries(texts).map(([id, text]) => ({ id, text, source: 'test' }));
