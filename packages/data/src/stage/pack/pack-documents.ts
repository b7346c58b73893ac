import {
  corpus,
  createRandom,
  type evaluationCorpus,
  type evaluationSequences,
  readBatches,
  type StageContext,
  type sequences,
} from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import { type Progress, trackProgress } from '../../progress/track-progress.js';
import type { DataSpec } from '../options/data.js';
import type { DocumentLoss } from './document-loss.js';
import { DocumentSpill } from './document-spill.js';
import type { PackingSize } from './pack-rows.js';
import { writeSequences } from './write-sequences.js';

/** What makes tokens of a document and says which of them the loss counts. */
export interface RowMakers extends DocumentLoss {
  tokenizer: Tokenizer;
}

/** The tables from which and to which documents are packed. */
interface PackedTables {
  from: typeof corpus | typeof evaluationCorpus;
  to: typeof sequences | typeof evaluationSequences;
  documents: number;
  /** Names the random numbers that draw the order of the documents. */
  purpose: string;
  /** Of the text, for progress lines; empty for the background. */
  name: string;
}

/** Tokenizes a table of documents and packs it into rows, by way of a temporary file. */
export async function packDocuments(
  { from, to, documents, purpose, name }: PackedTables,
  { seed, sequenceLength, packing }: Pick<DataSpec, 'seed' | 'sequenceLength' | 'packing'>,
  { tokenizer, tokensOf, lossStart }: RowMakers,
  context: StageContext,
): Promise<PackingSize> {
  const spill = new DocumentSpill(context.out);
  try {
    const labels = { what: `tokenizing${name}`, unit: 'documents', total: documents };
    await tokenizeCorpus(
      context.out,
      { encode: tokenizer.encode, tokensOf },
      spill,
      trackProgress(labels, context),
      from,
    );
    const packed = Math.floor((spill.tokens + spill.documents) / sequenceLength);
    const total = packing === 'packed' ? packed : spill.documents;
    const { endOfText } = tokenizer;
    const random = createRandom(seed, purpose);
    return await writeSequences(
      context.out,
      spill,
      { endOfText, sequenceLength, random, packing, lossStart, table: to },
      trackProgress({ what: `packing${name}`, unit: 'rows', total }, context),
    );
  } finally {
    spill.close();
  }
}

interface Encoder extends Pick<Tokenizer, 'encode'> {
  /** Tokens of documents, by id, that are not those of their text as a whole. */
  tokensOf?: (id: string) => Int32Array | undefined;
}

/** Tokenizes the corpus table of a directory, or another of its kind, into `spill`, in the order of the table. */
async function tokenizeCorpus(
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
