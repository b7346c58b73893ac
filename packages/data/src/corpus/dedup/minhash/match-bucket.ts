import { type DocumentTable, haveEqualSets } from './document-table.js';
import type { SetReader } from './set-reader.js';
import type { UnionFind } from './union-find.js';

/** Up to this many different documents of a bucket are compared with each other. */
const COMPARE_ALL = 64;
/** In larger buckets a document is compared with so many leaders at most. */
const MOST_LEADERS = 256;

/**
 * Joins the documents of one bucket (of one band) whose true similarity reaches the threshold. Which documents end
 * up together depends on the bucket alone, neither on the order of its documents nor on what was joined before:
 * - documents with equal sets of shingles count as one;
 * - up to 64 different ones are compared each with each, except where they are together already;
 * - more than that, texts with long parts in common, are gone through from the smallest to the largest: each is
 *   compared with the last 256 leaders, joins the first that is similar enough, or becomes a leader itself.
 * @param join called for every two documents that are put together
 */
export function matchBucket(
  bucket: number[],
  table: DocumentTable,
  threshold: number,
  reader: SetReader,
  joined: UnionFind,
  join: (a: number, b: number) => void,
): void {
  sortByContent(bucket, table);
  const different: number[] = [];
  for (const document of bucket) {
    const last = different.at(-1);
    if (last !== undefined && haveEqualSets(table, last, document)) join(last, document);
    else different.push(document);
  }
  if (different.length <= COMPARE_ALL) compareAll();
  else compareWithLeaders();

  function compareAll(): void {
    const sets: (Int32Array | undefined)[] = new Array(different.length);
    const setOf = (i: number): Int32Array => {
      sets[i] ??= reader.read(different[i]!);
      return sets[i]!;
    };
    for (let i = 0; i < different.length; i++) {
      let isTaken = false;
      for (let j = i + 1; j < different.length; j++) {
        const a = different[i]!;
        const b = different[j]!;
        if (table.sizes[a]! / table.sizes[b]! < threshold) break;
        if (joined.find(a) === joined.find(b)) continue;
        if (!isTaken) reader.take(setOf(i));
        isTaken = true;
        if (reader.similarityTo(setOf(j)) >= threshold) join(a, b);
      }
    }
  }

  function compareWithLeaders(): void {
    const leaders: { document: number; hashes: Int32Array }[] = [];
    for (const document of different) {
      const hashes = reader.read(document);
      reader.take(hashes);
      let isLeader = true;
      for (let i = leaders.length - 1; i >= 0; i--) {
        const leader = leaders[i]!;
        if (table.sizes[leader.document]! / table.sizes[document]! < threshold) break;
        if (reader.similarityTo(leader.hashes) < threshold) continue;
        join(leader.document, document);
        isLeader = false;
        break;
      }
      if (!isLeader) continue;
      leaders.push({ document, hashes });
      if (leaders.length > MOST_LEADERS) leaders.shift();
    }
  }
}

/** Sorts by size, then fingerprint: an order that does not depend on how documents are numbered. */
function sortByContent(bucket: number[], { sizes, fingerprints }: DocumentTable): void {
  bucket.sort(
    (a, b) =>
      sizes[a]! - sizes[b]! ||
      fingerprints[2 * a]! - fingerprints[2 * b]! ||
      fingerprints[2 * a + 1]! - fingerprints[2 * b + 1]!,
  );
}
