import { type DocumentTable, haveEqualSets } from './document-table.js';
import type { MinhashSettings } from './minhash-settings.js';
import { createSetReader } from './set-reader.js';
import { createSketcher, sketchSimilarity } from './sketch.js';
import type { SketchFile } from './sketch-file.js';

/** A document is compared with at most so many kept ones of its component. */
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
