import type { ClusterRow, DedupContext, DedupMethod } from '../corpus/dedup/method/dedup-method.js';
import type { OpenCorpus } from '../corpus/documents/corpus-document.js';

/** All rows that a method yields. */
export async function collectRows<Options>(
  method: DedupMethod<Options>,
  options: Options,
  corpus: OpenCorpus,
  against?: OpenCorpus,
  context: DedupContext = { signal: new AbortController().signal },
): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = [];
  for await (const batch of method(corpus, against, options, context)) rows.push(...batch);
  return rows;
}
