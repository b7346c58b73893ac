import { corpus, type evaluationCorpus, readBatches } from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import type { Progress } from '../../progress/track-progress.js';
import type { DocumentSpill } from './document-spill.js';

export interface Encoder extends Pick<Tokenizer, 'encode'> {
  /** Tokens of documents, by id, that are not those of their text as a whole. */
  tokensOf?: (id: string) => Int32Array | undefined;
}

/** Tokenizes the corpus table of a directory, or another of its kind, into `spill`, in the order of the table. */
export async function tokenizeCorpus(
  directory: string,
  { encode, tokensOf }: Encoder,
  spill: DocumentSpill,
  progress: Progress,
  table: typeof corpus | typeof evaluationCorpus = corpus,
): Promise<void> {
  for await (const batch of readBatches(directory, table)) {
    const ids = batch.strings('id');
    for (const [i, text] of batch.strings('text').entries()) {
      const id = ids[i]!;
      spill.append({ id, tokens: tokensOf?.(id) ?? encode(text) });
      await progress(1);
    }
  }
}
