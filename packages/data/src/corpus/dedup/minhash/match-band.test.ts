import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaccard } from '../../../text/shingle-set.js';
import { UnionFind } from './collect-components.js';
import type { DocumentTable, SetReader } from './document-table.js';
import { matchBucket } from './match-band.js';

const random = createRandom(1, 'fingerprints');
const words = Int32Array.from({ length: 5000 }, () => random.uint32() >> 8);

/** Documents as sets of small numbers, which stand for their hashes. */
function tableOf(sets: readonly (readonly number[])[]): {
  table: DocumentTable;
  reader: SetReader;
  reads: () => number;
} {
  const sizes = Uint32Array.from(sets, (set) => set.length);
  const fingerprints = Int32Array.from(
    sets.flatMap((set) => [sum(set.map((x) => words[2 * x]!)), sum(set.map((x) => words[2 * x + 1]!))]),
  );
  let taken: Int32Array = new Int32Array(0);
  let reads = 0;
  const reader: SetReader = {
    read(document) {
      reads++;
      return Int32Array.from(sets[document]!.flatMap((x) => [x, x]));
    },
    take(hashes) {
      taken = hashes;
    },
    similarityTo(hashes) {
      const other = new Set(hashes);
      const shared = new Set([...taken].filter((x) => other.has(x))).size;
      return jaccard(taken.length / 2, hashes.length / 2, shared);
    },
  };
  const none = new Float64Array(0);
  const table = {
    sizes,
    fingerprints,
    documents: sets.length,
    firstOfCorpus: 0,
    setsAt: none,
    blockStarts: none,
    keysAt: none,
  };
  return { table, reader, reads: () => reads };
}

/** The smallest document that each one is joined to, documents named by their sets. */
function joinedSets(
  sets: readonly (readonly number[])[],
  order: readonly number[],
  threshold: number,
): string[] {
  const { table, reader } = tableOf(sets);
  const joined = new UnionFind(sets.length);
  matchBucket([...order], table, threshold, reader, joined, (a, b) => joined.union(a, b));
  const groups = new Map<number, string[]>();
  sets.forEach((set, i) => {
    const root = joined.find(i);
    groups.set(root, [...(groups.get(root) ?? []), set.join()]);
  });
  return [...groups.values()].map((group) => group.sort().join(' ')).sort();
}

const setsOf = (most: number, count: number) =>
  fc.array(
    fc
      .uniqueArray(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 8 })
      .map((set) => set.sort((a, b) => a - b)),
    { minLength: 2, maxLength: count },
  );

describe('matchBucket', () => {
  it('joins all that are similar enough in a small bucket', () => {
    fc.assert(
      fc.property(setsOf(10, 20), fc.constantFrom(0.3, 0.5, 0.8, 1), (sets, threshold) => {
        const joined = new UnionFind(sets.length);
        for (let i = 0; i < sets.length; i++) {
          for (let j = 0; j < i; j++) {
            const shared = sets[i]!.filter((x) => sets[j]!.includes(x)).length;
            if (jaccard(sets[i]!.length, sets[j]!.length, shared) >= threshold) joined.union(i, j);
          }
        }
        const { table, reader } = tableOf(sets);
        const ours = new UnionFind(sets.length);
        matchBucket(
          sets.map((_, i) => i),
          table,
          threshold,
          reader,
          ours,
          (a, b) => ours.union(a, b),
        );
        for (let i = 0; i < sets.length; i++) expect(ours.find(i)).toBe(joined.find(i));
      }),
      { numRuns: 300 },
    );
  });

  it('joins the same documents in any order, in a large bucket too', () => {
    fc.assert(
      fc.property(
        setsOf(12, 300),
        fc.constantFrom(0.4, 0.7),
        fc.infiniteStream(fc.nat()),
        (sets, threshold, draws) => {
          const order = sets.map((_, i) => i);
          const shuffled = sets
            .map((set) => ({ set, rank: draws.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ set }) => set);
          expect(joinedSets(shuffled, order, threshold)).toEqual(joinedSets(sets, order, threshold));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('joins a large group of similar documents in one reading of each', () => {
    // 2000 documents of 40 numbers, of which 39 are common to all.
    const common = Array.from({ length: 39 }, (_, i) => i + 1);
    const sets = Array.from({ length: 2000 }, (_, i) => [...common, 100 + i]);
    const { table, reader, reads } = tableOf(sets);
    const joined = new UnionFind(sets.length);
    matchBucket(
      sets.map((_, i) => i),
      table,
      0.8,
      reader,
      joined,
      (a, b) => joined.union(a, b),
    );
    expect(sets.every((_, i) => joined.find(i) === 0)).toBe(true);
    expect(reads()).toBe(2000);
  });

  it('reads nothing of documents with equal sets', () => {
    const sets = Array.from({ length: 500 }, () => [1, 2, 3]);
    const { table, reader, reads } = tableOf(sets);
    const joined = new UnionFind(sets.length);
    matchBucket(
      sets.map((_, i) => i),
      table,
      0.8,
      reader,
      joined,
      (a, b) => joined.union(a, b),
    );
    expect(sets.every((_, i) => joined.find(i) === 0)).toBe(true);
    expect(reads()).toBe(0);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
