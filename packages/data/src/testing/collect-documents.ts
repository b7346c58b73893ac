import type { CorpusDocument, OpenCorpus } from '../corpus/documents/corpus-document.js';

/** All documents of one pass: for small corpora in tests. */
export async function collectDocuments(open: OpenCorpus): Promise<CorpusDocument[]> {
  const documents: CorpusDocument[] = [];
  for await (const batch of open()) documents.push(...batch);
  return documents;
}
