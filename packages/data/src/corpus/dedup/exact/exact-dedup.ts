import { type Normalization, normalizeText } from '../../../text/normalize-text.js';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import type { ClusterRow, DedupContext, DedupMethod } from '../method/dedup-method.js';
import { findOwners } from '../spill/find-owners.js';
import { HASH_WORDS, HashPartitions } from '../spill/hash-partitions.js';
import { hashText } from '../spill/hash-text.js';
import { IdSpill } from '../spill/id-spill.js';
import { rankIds } from '../spill/rank-ids.js';
import { createScratchDirectory } from '../spill/scratch-directory.js';

const BATCH_ROWS = 8192;

export interface ExactOptions {
  /** When two texts count as equal; `none`: when all characters are equal. */
  normalization: Normalization;
}

/**
 * Removes documents whose whole text equals that of another: the one with the smallest id stays, or none if `against`
 * has the text too. Texts are compared by 128-bit hashes of what normalization leaves of them. One pass. Memory: 12
 * bytes per document, and about 50 MiB; on disk 20 bytes and the id per document.
 * @throws LetheError when two documents of one corpus have the same id
 */
export const exactDedup: DedupMethod<ExactOptions> = async function* (corpus, against, options, context) {
  const scratch = createScratchDirectory(context.scratch);
  const ids = new IdSpill(scratch.path, 'ids');
  const hashes = new HashPartitions(scratch.path, 'hashes', 1);
  try {
    const read = (open: OpenCorpus): Promise<void> => hashDocuments(open, options, ids, hashes, context);
    if (against !== undefined) await read(against);
    const againstDocuments = ids.count;
    await read(corpus);

    const { signal } = context;
    const ranks = await rankIds(ids, againstDocuments, {
      directory: scratch.path,
      signal,
      onProgress: (done) => context.onProgress?.('order ids', done),
    });
    const owners = new Uint32Array(ids.count);
    for (let document = 0; document < owners.length; document++) owners[document] = document;
    await findOwners(
      hashes,
      ranks,
      signal,
      (block, at, owner) => {
        owners[block[at]!] = owner;
      },
      (done) => context.onProgress?.('compare', done),
    );
    yield* rows(ids, owners, againstDocuments, options, context);
  } finally {
    hashes.close();
    ids.close();
    scratch.remove();
  }
};

/** Appends id and hash of every document; numbering continues after the existing ids. */
async function hashDocuments(
  open: OpenCorpus,
  { normalization }: ExactOptions,
  ids: IdSpill,
  hashes: HashPartitions,
  { signal, onProgress }: DedupContext,
): Promise<void> {
  for await (const batch of open()) {
    signal.throwIfAborted();
    for (const { id, text } of batch) {
      const compared = normalizeText(text, normalization);
      hashText(compared, 0, compared.length, hashes.record);
      hashes.record[HASH_WORDS] = ids.count;
      hashes.append();
      ids.append(id);
    }
    onProgress?.('read', ids.count);
  }
}

function* rows(
  ids: IdSpill,
  owners: Uint32Array,
  againstDocuments: number,
  { normalization }: ExactOptions,
  { signal }: DedupContext,
): Generator<readonly ClusterRow[]> {
  for (let begin = againstDocuments; begin < ids.count; begin += BATCH_ROWS) {
    signal.throwIfAborted();
    const length = Math.min(BATCH_ROWS, ids.count - begin);
    const names = Array.from({ length }, (_, i) => ids.get(begin + i));
    yield names.map((name, i) => {
      const owner = owners[begin + i]!;
      const kept = owner === begin + i;
      return {
        doc_id: name,
        cluster_id: kept ? name : ids.get(owner),
        kept,
        method: 'exact',
        estimated_similarity: null,
        true_similarity: kept || normalization !== 'none' ? null : 1,
        removed_spans: [],
      };
    });
  }
}
