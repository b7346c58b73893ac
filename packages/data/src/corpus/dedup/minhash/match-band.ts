import type { DocumentTable } from './document-table.js';
import { matchBucket } from './match-bucket.js';
import type { MinhashSettings } from './minhash-settings.js';
import { createSetReader } from './set-reader.js';
import { groupByKey, readBandKeys } from './shared-keys.js';
import type { SketchFile } from './sketch-file.js';
import type { UnionFind } from './union-find.js';

/**
 * Joins the documents that share a key of one band and, where candidates are verified, are similar enough.
 * @param joined what this thread has joined so far, so that nothing is compared in vain; added to
 * @returns Uint32Array: pairs of documents that were not together before
 */
export function matchBand(
  band: number,
  table: DocumentTable,
  { threshold, verify }: MinhashSettings,
  file: SketchFile,
  joined: UnionFind,
): Uint32Array<ArrayBuffer> {
  const reader = createSetReader(table, file);
  const pairs: number[] = [];
  const join = (a: number, b: number): void => {
    if (joined.union(a, b)) pairs.push(a, b);
  };
  for (const bucket of groupByKey(readBandKeys(table, file, band), table.sizes)) {
    if (verify) matchBucket(bucket, table, threshold, reader, joined, join);
    else for (const document of bucket) join(bucket[0]!, document);
  }
  return Uint32Array.from(pairs);
}
