import { createShingler } from '../../../text/shingle-hashes.js';
import type { DocumentBlock } from './document-table.js';
import type { MinhashSettings } from './minhash-settings.js';
import { bandKeys, createSketcher } from './sketch.js';
import type { SketchFile } from './sketch-file.js';

/** Texts of documents that follow each other, as they go from the thread that reads to one that computes. */
export interface TextBlock {
  /** Number of the first document. */
  first: number;
  /** Uint32Array [documents]: where each text ends. */
  ends: Uint32Array;
  /** Uint16Array of UTF-16 units: the texts one after the other. */
  units: Uint16Array<ArrayBuffer>;
}

/**
 * Makes a function that computes shingle hashes and band keys of a block of documents and writes them to the file.
 * Documents without shingles get keys of zeros, which nothing reads.
 */
export function createDocumentSketcher(
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
