import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FindMerge, mergeByHeap, mergeByScanning, mergeWord } from './merge-word.js';

/** Merges of random pairs: each may use what the ones before it make. */
const merges = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 30 }).map((pairs): FindMerge => {
  const found = new Map<string, { rank: number; id: number }>();
  pairs.forEach(([left, right], rank) => {
    const key = `${left % (3 + rank)} ${right % (3 + rank)}`;
    if (!found.has(key)) found.set(key, { rank, id: 3 + rank });
  });
  return (left, right) => found.get(`${left} ${right}`);
});

test('a heap merges as looking through the word does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 100 }), merges, (ids, findMerge) => {
      const scanned = mergeByScanning([...ids], findMerge);
      expect(mergeByHeap(ids, findMerge)).toEqual(scanned);
      expect(mergeWord([...ids], findMerge)).toEqual(scanned);
    }),
    { numRuns: 500 },
  );
});

test('a long word is looked up n log n times, not n squared', () => {
  const exponent = 12;
  let calls = 0;
  const findMerge: FindMerge = (left, right) => {
    calls++;
    return left === right && left < exponent ? { rank: left, id: left + 1 } : undefined;
  };
  const length = 2 ** exponent;
  const merged = mergeWord(new Array<number>(length + 1).fill(0), findMerge);
  expect(merged).toEqual([exponent, 0]);
  // Once for each pair of neighbours; then each of n - 1 merges is looked up when it is taken and makes two new pairs.
  expect(calls).toBeLessThan(6 * length);
});
