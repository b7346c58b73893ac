import {
  type corpus,
  createRandom,
  type evaluationCorpus,
  LetheError,
  readBatches,
  type StageContext,
} from '@lethe/contracts';
import type { Tokenizer } from '@lethe/tokenizers';
import { trackProgress } from '../../progress/track-progress.js';
import type { DataSpec } from '../options/data.js';
import type { DocumentLoss } from './document-loss.js';
import { DocumentSpill } from './document-spill.js';
import { type LaidOutRows, layOutRows, rowsPerBatch } from './lay-out-rows.js';
import { mixRows } from './mix-rows.js';
import type { DocumentSource, PackedRows, PackingSize } from './pack-rows.js';
import { pickParts } from './pick-parts.js';
import { type RowsTable, writeRows } from './write-sequences.js';

/** Documents that follow one another in a table and are packed into rows of their own. */
export interface PackedPart extends DocumentLoss {
  name: string;
  share: number;
  documents: number;
}

/** The tables from which and to which documents are packed. */
interface PackedTables {
  from: typeof corpus | typeof evaluationCorpus;
  to: RowsTable;
  /** In the order of the documents. */
  parts: readonly PackedPart[];
  /**
   * `one-after-another`: all rows of every part, for an order that mixes them; `mixed`: rows in their shares, up to the
   * first that a part lacks.
   */
  rows: 'one-after-another' | 'mixed';
  /** Names the random numbers that draw the order of the documents. */
  purpose: string;
  /** Of the text, for progress lines; empty for the background. */
  name: string;
}

/**
 * Tokenizes a table of documents and packs each of its parts into rows, by way of a temporary file.
 * @returns number of rows, and what each part fills
 * @throws LetheError when a part does not fill one row, or a document does not fit into its row
 */
export async function packDocuments(
  { from, to, parts, rows: arrangement, purpose, name }: PackedTables,
  { seed, sequenceLength, packing }: Pick<DataSpec, 'seed' | 'sequenceLength' | 'packing'>,
  tokenizer: Tokenizer,
  context: StageContext,
): Promise<{ rows: number; sizes: PackingSize[] }> {
  const spill = new DocumentSpill(context.out);
  const { endOfText } = tokenizer;
  const isAlone = parts.length === 1;
  try {
    const sources = await tokenizeParts(spill, { from, parts, name }, tokenizer, context);
    const laidOut = parts.map((part, i): LaidOutRows => {
      const random = createRandom(seed, isAlone ? purpose : `${purpose}/${part.name}`);
      const layout = { endOfText, sequenceLength, random, packing, lossStart: part.lossStart };
      const where = isAlone ? undefined : part.name;
      const { batches, ...size } = naming(where, () => layOutRows(sources[i]!, layout));
      return { ...size, batches: namingAll(where, batches) };
    });
    const isMixed = arrangement === 'mixed' && !isAlone;
    const batches = isMixed
      ? mixRows(
          laidOut.map((part) => part.batches),
          pickParts(parts, seed, `${purpose}/mix`),
          sequenceLength,
          rowsPerBatch(sequenceLength),
        )
      : oneAfterAnother(laidOut);
    const total = isMixed ? undefined : laidOut.reduce((sum, { rows }) => sum + rows, 0);
    const progress = trackProgress({ what: `packing${name}`, unit: 'rows', total }, context);
    const rows = await writeRows(context.out, { table: to, batches, sequenceLength }, progress);
    return { rows, sizes: laidOut.map(({ rows, leftOver }) => ({ rows, leftOver })) };
  } finally {
    spill.close();
  }
}

/** Tokenizes a table into `spill`, in the order of the table; gives the documents of every part. */
async function tokenizeParts(
  spill: DocumentSpill,
  { from, parts, name }: Pick<PackedTables, 'from' | 'parts' | 'name'>,
  { encode }: Pick<Tokenizer, 'encode'>,
  context: StageContext,
): Promise<DocumentSource[]> {
  const ends = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, { documents }) => sum + documents, 0));
  const labels = { what: `tokenizing${name}`, unit: 'documents', total: ends.at(-1)! };
  const progress = trackProgress(labels, context);
  const tokens = parts.map(() => 0);
  let part = 0;
  for await (const batch of readBatches(context.out, from)) {
    const ids = batch.strings('id');
    for (const [i, text] of batch.strings('text').entries()) {
      while (spill.documents === ends[part]) part++;
      const id = ids[i]!;
      const encoded = parts[part]!.tokensOf(id) ?? encode(text);
      spill.append({ id, tokens: encoded });
      tokens[part]! += encoded.length;
      await progress(1);
    }
  }
  return parts.map(({ documents }, i) => ({
    documents,
    tokens: tokens[i]!,
    read: (index) => spill.read(ends[i]! - documents + index),
  }));
}

function* oneAfterAnother(parts: readonly LaidOutRows[]): Generator<PackedRows> {
  for (const { batches } of parts) yield* batches;
}

/** Says in problems of a mixture which part has them. */
function naming<T>(part: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (part === undefined || !(error instanceof LetheError)) throw error;
    throw new LetheError({ ...error.problem, what: `${error.problem.what} (source ${part})` });
  }
}

function* namingAll(part: string | undefined, batches: Iterable<PackedRows>): Generator<PackedRows> {
  const iterator = batches[Symbol.iterator]();
  for (;;) {
    const { done, value } = naming(part, () => iterator.next());
    if (done) return;
    yield value;
  }
}
