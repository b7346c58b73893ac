import type { CorpusDocument } from '../corpus-document.js';
import type { OpenCorpus } from '../dedup/dedup-method.js';

/** All documents of one pass: for small corpora in tests. */
export async function collectDocuments(open: OpenCorpus): Promise<CorpusDocument[]> {
  const documents: CorpusDocument[] = [];
  for await (const batch of open()) documents.push(...batch);
  return documents;
}
