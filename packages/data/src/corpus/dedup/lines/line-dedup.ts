import { type Normalization, normalizeText } from '../../../text/normalize-text.js';
import type { OpenCorpus } from '../../documents/corpus-document.js';
import {
  type ClusterRow,
  corpusChanged,
  type DedupContext,
  type DedupMethod,
} from '../method/dedup-method.js';
import { findOwners } from '../spill/find-owners.js';
import { HASH_WORDS, HashPartitions } from '../spill/hash-partitions.js';
import { hashText } from '../spill/hash-text.js';
import { IdSpill } from '../spill/id-spill.js';
import { rankIds } from '../spill/rank-ids.js';
import { createScratchDirectory } from '../spill/scratch-directory.js';
import { isBlank, spansOfUnits, type TextUnitKind, textUnits } from './text-units.js';

export interface LineOptions {
  /** What is compared: lines, or paragraphs between blank lines. */
  unit: TextUnitKind;
  /** When two units count as equal; `none`: when all characters are equal. */
  normalization: Normalization;
  /** Units of fewer characters (UTF-16 units, after normalization) are left alone; blank ones always are. */
  minLength: number;
}

/**
 * Removes lines or paragraphs that occur more than once in the corpus, or in `against`. Of equal ones that of the
 * document with the smallest id stays, the first in that document; none where `against` has it. A document of which
 * only white space is left is not kept. `cluster_id` is the document that keeps the longest of the removed units, the
 * first of these; `removed_spans` hold the units with their line breaks.
 * Two passes. Memory: 28 bytes per document, one bit per unit, and what one 256th of the different units needs (48
 * bytes each); on disk 28 bytes per unit and the id per document.
 * @throws LetheError when two documents of one corpus have the same id, or the corpus changes between the passes
 */
export const lineDedup: DedupMethod<LineOptions> = async function* (corpus, against, options, context) {
  const scratch = createScratchDirectory(context.scratch);
  const ids = new IdSpill(scratch.path, 'ids');
  const hashes = new HashPartitions(scratch.path, 'hashes', 3);
  const decisions = new UnitDecisions();
  try {
    const read = (open: OpenCorpus): Promise<void> =>
      hashUnits(open, options, ids, hashes, decisions, context);
    if (against !== undefined) await read(against);
    const againstDocuments = ids.count;
    await read(corpus);

    const { signal } = context;
    const ranks = await rankIds(ids, againstDocuments, {
      directory: scratch.path,
      signal,
      onProgress: (done) => context.onProgress?.('order ids', done),
    });
    decisions.begin();
    await findOwners(hashes, ranks, signal, (block, at, owner) => {
      const document = block[at]!;
      if (document >= againstDocuments) decisions.remove(document, block[at + 1]!, block[at + 2]!, owner);
    });
    yield* rows(corpus, options, ids, againstDocuments, decisions, context);
  } finally {
    hashes.close();
    ids.close();
    scratch.remove();
  }
};

/** Appends the id of every document and the hash of every unit that counts. */
async function hashUnits(
  open: OpenCorpus,
  options: LineOptions,
  ids: IdSpill,
  hashes: HashPartitions,
  decisions: UnitDecisions,
  { signal, onProgress }: DedupContext,
): Promise<void> {
  const { record } = hashes;
  for await (const batch of open()) {
    signal.throwIfAborted();
    for (const { id, text } of batch) {
      const { begin, end } = textUnits(text, options.unit);
      for (let unit = 0; unit < begin.length; unit++) {
        const length = hashUnit(text, begin[unit]!, end[unit]!, options, record);
        if (length === 0) continue;
        record[HASH_WORDS] = ids.count;
        record[HASH_WORDS + 1] = unit;
        record[HASH_WORDS + 2] = length;
        hashes.append();
      }
      decisions.addDocument(begin.length);
      ids.append(id);
    }
    onProgress?.('read', ids.count);
  }
}

/** Length of a unit as it is compared, and its hash in `out`; 0 for units that are left alone. */
function hashUnit(
  text: string,
  begin: number,
  end: number,
  { normalization, minLength }: LineOptions,
  out: Uint32Array,
): number {
  if (isBlank(text, begin, end)) return 0;
  if (normalization === 'none') {
    if (end - begin < minLength) return 0;
    hashText(text, begin, end, out);
    return end - begin;
  }
  const compared = normalizeText(text.slice(begin, end), normalization);
  if (compared.length === 0 || compared.length < minLength) return 0;
  hashText(compared, 0, compared.length, out);
  return compared.length;
}

async function* rows(
  corpus: OpenCorpus,
  { unit: kind }: LineOptions,
  ids: IdSpill,
  againstDocuments: number,
  decisions: UnitDecisions,
  { signal, onProgress }: DedupContext,
): AsyncGenerator<readonly ClusterRow[]> {
  let document = againstDocuments;
  for await (const batch of corpus()) {
    signal.throwIfAborted();
    const first = document;
    // In two loops, since ids of other documents are read from elsewhere on disk.
    for (const { id } of batch) {
      if (document >= ids.count || ids.get(document++) !== id) throw corpusChanged(id);
    }
    yield batch.map(({ id, text }, i): ClusterRow => {
      const keeper = decisions.keeper(first + i);
      const row = { doc_id: id, method: kind, estimated_similarity: null, true_similarity: null };
      if (keeper === undefined) return { ...row, cluster_id: id, kept: true, removed_spans: [] };
      const units = textUnits(text, kind);
      if (units.begin.length !== decisions.units(first + i)) throw corpusChanged(id);
      const spans = spansOfUnits(units, (number) => decisions.isRemoved(first + i, number));
      return {
        ...row,
        cluster_id: ids.get(keeper),
        kept: !remainsBlank(text, spans),
        removed_spans: spans,
      };
    });
    onProgress?.('cut', document - againstDocuments);
  }
  if (document !== ids.count) throw corpusChanged(ids.get(document));
}

/**
 * Which units of which documents go, one bit each, and the document that keeps the longest unit that a document loses.
 * Memory: 20 bytes per document and one bit per unit.
 */
class UnitDecisions {
  #documents = 0;
  /** Number of the first unit of each document, counted over all; one more than documents. */
  #firstUnit = new Float64Array(1024);
  #removed = new Uint8Array(0);
  /** Length and position of the longest removed unit, and who keeps it. */
  #length = new Uint32Array(0);
  #position = new Uint32Array(0);
  #keeper = new Uint32Array(0);

  /** Adds a document with the given number of units. */
  addDocument(units: number): void {
    this.#documents++;
    if (this.#documents === this.#firstUnit.length) {
      const larger = new Float64Array(2 * this.#firstUnit.length);
      larger.set(this.#firstUnit);
      this.#firstUnit = larger;
    }
    this.#firstUnit[this.#documents] = this.#firstUnit[this.#documents - 1]! + units;
  }

  /** Call after the last document; no unit is removed yet. */
  begin(): void {
    this.#removed = new Uint8Array(Math.ceil(this.#firstUnit[this.#documents]! / 8));
    this.#length = new Uint32Array(this.#documents);
    this.#position = new Uint32Array(this.#documents);
    this.#keeper = new Uint32Array(this.#documents);
  }

  /** Units of a document. */
  units(document: number): number {
    return this.#firstUnit[document + 1]! - this.#firstUnit[document]!;
  }

  /** Removes a unit of some length that `keeper` keeps. The order of calls makes no difference. */
  remove(document: number, unit: number, length: number, keeper: number): void {
    const number = this.#firstUnit[document]! + unit;
    this.#removed[Math.floor(number / 8)]! |= 1 << (number % 8);
    const longest = this.#length[document]!;
    if (length < longest || (length === longest && unit > this.#position[document]!)) return;
    this.#length[document] = length;
    this.#position[document] = unit;
    this.#keeper[document] = keeper;
  }

  isRemoved(document: number, unit: number): boolean {
    const number = this.#firstUnit[document]! + unit;
    return (this.#removed[Math.floor(number / 8)]! & (1 << (number % 8))) !== 0;
  }

  /** The document that keeps the longest unit that this one loses; undefined where it loses none. */
  keeper(document: number): number | undefined {
    return this.#length[document] === 0 ? undefined : this.#keeper[document];
  }
}

/** Whether only white space is left of a text without its spans. */
export function remainsBlank(text: string, spans: ArrayLike<number>): boolean {
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    if (!isBlank(text, from, spans[i]!)) return false;
    from = spans[i + 1]!;
  }
  return isBlank(text, from, text.length);
}
