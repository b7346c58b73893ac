import { corpus, type evaluationCorpus, readBatches } from '@lethe/contracts';
import type { DocumentSpill } from '../pack/document-spill.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { Progress } from '../track-progress.js';

/** Tokenizes the corpus table of a directory, or another of its kind, into `spill`, in the order of the table. */
export async function tokenizeCorpus(
  directory: string,
  tokenizer: Pick<Tokenizer, 'encode'>,
  spill: DocumentSpill,
  progress: Progress,
  table: typeof corpus | typeof evaluationCorpus = corpus,
): Promise<void> {
  for await (const batch of readBatches(directory, table)) {
    const ids = batch.strings('id');
    for (const [i, text] of batch.strings('text').entries()) {
      spill.append({ id: ids[i]!, tokens: tokenizer.encode(text) });
      await progress(1);
    }
  }
}
