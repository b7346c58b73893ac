import { createShingler } from '../../../text/shingle-hashes.js';
import { UnionFind } from './collect-components.js';
import type { DocumentBlock, DocumentTable } from './document-table.js';
import { matchBand } from './match-band.js';
import type { MinhashSettings } from './minhash-settings.js';
import { type Components, type Settlement, settleClusters } from './settle-clusters.js';
import { bandKeys, createSketcher, SketchFile } from './sketch.js';
import type { TextBlock } from './text-blocks.js';

/** What all threads of one deduplication share. */
export interface SharedWork {
  settings: MinhashSettings;
  /** Descriptor of the sketch file. */
  file: number;
  cursor: SharedArrayBuffer;
}

/** Kinds of work, each with its result. */
export interface MinhashWork {
  /** Returns the buffer of the texts for reuse. */
  sketch(block: TextBlock): { block: DocumentBlock; units: Uint16Array<ArrayBuffer> };
  match(task: { band: number; table: DocumentTable }): Uint32Array<ArrayBuffer>;
  settle(task: { components: Components; table: DocumentTable }): Settlement;
}

/** The work of one thread; what it has joined is kept from band to band. */
export function createMinhashWork({ settings, file, cursor }: SharedWork): MinhashWork {
  const sketchFile = new SketchFile(file, cursor);
  const sketchDocuments = createDocumentSketcher(settings, sketchFile);
  let joined: UnionFind | undefined;
  return {
    sketch: (block) => ({ block: sketchDocuments(block), units: block.units }),
    match({ band, table }) {
      joined ??= new UnionFind(table.documents);
      return matchBand(band, table, settings, sketchFile, joined);
    },
    settle({ components, table }) {
      joined = undefined;
      return settleClusters(components, table, settings, sketchFile);
    },
  };
}

/**
 * Makes a function that computes shingle hashes and band keys of a block of documents and writes them to the file.
 * Documents without shingles get keys of zeros, which nothing reads.
 */
function createDocumentSketcher(
  { shingling, bands, rows, seed }: MinhashSettings,
  file: SketchFile,
): (block: TextBlock) => DocumentBlock {
  const shingle = createShingler(shingling);
  const sketcher = createSketcher(bands * rows, seed);
  const sketch = new Int32Array(bands * rows);
  let sets = new Int32Array(1 << 16);

  return ({ first, ends, units }) => {
    const documents = ends.length;
    const sizes = new Uint32Array(documents);
    const fingerprints = new Int32Array(2 * documents);
    const keys = new Int32Array(2 * documents * bands);
    let used = 0;
    let begin = 0;
    for (let i = 0; i < documents; i++) {
      const { size, hashes } = shingle(units, begin, ends[i]!);
      begin = ends[i]!;
      if (size === 0) continue;
      sizes[i] = size;
      if (used + 2 * size > sets.length) {
        const larger = new Int32Array(2 * (used + 2 * size));
        larger.set(sets.subarray(0, used));
        sets = larger;
      }
      let low = 0;
      let high = 0;
      for (let j = 0; j < 2 * size; j += 2) {
        low = (low + hashes[j]!) | 0;
        high = (high + hashes[j + 1]!) | 0;
        sets[used + j] = hashes[j]!;
        sets[used + j + 1] = hashes[j + 1]!;
      }
      used += 2 * size;
      fingerprints[2 * i] = low;
      fingerprints[2 * i + 1] = high;
      sketcher.sketch(hashes, size, sketch);
      bandKeys(sketch, bands, rows, keys, 2 * i, 2 * documents);
    }
    const keysAt = file.append(keys);
    const setsAt = file.append(sets.subarray(0, used));
    return { first, sizes, fingerprints, keysAt, setsAt };
  };
}
