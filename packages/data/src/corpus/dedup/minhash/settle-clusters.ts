import type { ClusterRow } from '../method/dedup-method.js';
import { createSetReader, type DocumentTable, haveEqualSets, type IdList } from './document-table.js';
import type { MinhashSettings } from './minhash-settings.js';
import { createSketcher, type SketchFile, sketchSimilarity } from './sketch.js';

/** A document is compared with at most this many kept ones of its component. */
const MOST_KEPT = 1024;

/** Components of joined documents, those of `against` first, each part in the order of ids. */
export interface Components {
  /** Uint32Array: documents, component by component. */
  members: Uint32Array<ArrayBuffer>;
  /** Uint32Array [components]: where each component ends in `members`. */
  ends: Uint32Array<ArrayBuffer>;
}

/** What became of the members of components; arrays [members]. */
export interface Settlement {
  /** The document that each one goes to: itself where it is kept. */
  keptBy: Uint32Array<ArrayBuffer>;
  /** Similarity to that document, from the sketches; NaN where it is kept. */
  estimated: Float32Array<ArrayBuffer>;
  /** True Jaccard similarity to that document; NaN where it is kept or nothing is verified. */
  verified: Float32Array<ArrayBuffer>;
}

interface Kept {
  document: number;
  hashes: Int32Array | undefined;
  sketch: Int32Array | undefined;
}

/**
 * Decides which documents stay. Those of a component are gone through in the order of their ids: each goes to the
 * first kept one whose true similarity to it reaches the threshold, or is kept itself. So a document is
 * removed only where a similar one stays, however long the chain that joined them. Documents of `against` stay.
 * Where nothing is verified, all of a component go to its first.
 */
export function settleClusters(
  { members, ends }: Components,
  table: DocumentTable,
  settings: MinhashSettings,
  file: SketchFile,
): Settlement {
  const { threshold, verify } = settings;
  const reader = createSetReader(table, file);
  const sketcher = createSketcher(settings.bands * settings.rows, settings.seed);
  const settlement: Settlement = {
    keptBy: Uint32Array.from(members),
    estimated: new Float32Array(members.length).fill(Number.NaN),
    verified: new Float32Array(members.length).fill(Number.NaN),
  };
  let begin = 0;
  for (const end of ends) {
    const kept: Kept[] = [];
    for (let i = begin; i < end; i++) settle(i, kept);
    begin = end;
  }
  return settlement;

  function settle(i: number, kept: Kept[]): void {
    const document = members[i]!;
    const own: Kept = { document, hashes: undefined, sketch: undefined };
    if (document >= table.firstOfCorpus) {
      let isTaken = false;
      for (const other of kept) {
        if (haveEqualSets(table, other.document, document)) {
          assign(i, other, 1, 1);
          return;
        }
        const a = table.sizes[other.document]!;
        const b = table.sizes[document]!;
        if (verify && Math.min(a, b) / Math.max(a, b) < threshold) continue;
        if (verify && !isTaken) reader.take(hashesOf(own));
        isTaken = true;
        const similarity = verify ? reader.similarityTo(hashesOf(other)) : Number.NaN;
        if (similarity < threshold) continue;
        assign(i, other, sketchSimilarity(sketchOf(own), sketchOf(other)), similarity);
        return;
      }
    }
    if (kept.length < MOST_KEPT) kept.push(own);
  }

  function assign(i: number, other: Kept, estimated: number, verified: number): void {
    settlement.keptBy[i] = other.document;
    settlement.estimated[i] = estimated;
    settlement.verified[i] = verify ? verified : Number.NaN;
  }

  function hashesOf(one: Kept): Int32Array {
    one.hashes ??= reader.read(one.document);
    return one.hashes;
  }

  function sketchOf(one: Kept): Int32Array {
    if (one.sketch === undefined) {
      const hashes = hashesOf(one);
      one.sketch = new Int32Array(sketcher.bins);
      sketcher.sketch(hashes, hashes.length / 2, one.sketch);
    }
    return one.sketch;
  }
}

const BATCH = 8192;

/** Rows of the clusters table for all documents of the corpus, in its order. @throws signal.reason when aborted */
export function* clusterRows(
  { documents, firstOfCorpus }: DocumentTable,
  ids: IdList,
  { keptBy, estimated, verified }: Outcome,
  signal: AbortSignal,
): Generator<ClusterRow[]> {
  for (let begin = firstOfCorpus; begin < documents; begin += BATCH) {
    signal.throwIfAborted();
    const rows: ClusterRow[] = [];
    for (let i = begin; i < Math.min(documents, begin + BATCH); i++) {
      const id = ids.at(i);
      const kept = keptBy[i] === i;
      rows.push({
        doc_id: id,
        cluster_id: kept ? id : ids.at(keptBy[i]!),
        kept,
        method: 'minhash',
        estimated_similarity: orNull(estimated[i]!),
        true_similarity: orNull(verified[i]!),
        removed_spans: [],
      });
    }
    yield rows;
  }
}

function orNull(similarity: number): number | null {
  return Number.isNaN(similarity) ? null : similarity;
}

/** What became of all documents: 12 bytes each. */
export interface Outcome {
  /** Uint32Array [documents]: the document that each one goes to: itself where it is kept. */
  keptBy: Uint32Array;
  /** Float32Array [documents]: similarity to that document by the sketches; NaN where kept. */
  estimated: Float32Array;
  /** Float32Array [documents]: true similarity to it; NaN where kept or not verified. */
  verified: Float32Array;
}

/** All documents are kept. */
export function createOutcome(documents: number): Outcome {
  return {
    keptBy: Uint32Array.from({ length: documents }, (_, i) => i),
    estimated: new Float32Array(documents).fill(Number.NaN),
    verified: new Float32Array(documents).fill(Number.NaN),
  };
}

export function recordSettlement(outcome: Outcome, members: Uint32Array, settlement: Settlement): void {
  for (let i = 0; i < members.length; i++) {
    const document = members[i]!;
    outcome.keptBy[document] = settlement.keptBy[i]!;
    outcome.estimated[document] = settlement.estimated[i]!;
    outcome.verified[document] = settlement.verified[i]!;
  }
}
