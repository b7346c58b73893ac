import { temporaryDirectory } from '@lethe/contracts/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findOwners } from './find-owners.js';
import { HashPartitions } from './hash-partitions.js';

const signal = new AbortController().signal;

it('visits every record but that of the smallest rank, then position, as a map does', async () => {
  const directory = temporaryDirectory();
  const record = fc.record({ key: fc.nat(5), document: fc.nat(4) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 50 }),
      fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
      async (drawn, ranks) => {
        const records = drawn.map(({ key, document }, position) => ({ key, document, position }));
        const partitions = new HashPartitions(directory, 'hashes', 2);
        for (const { key, document, position } of records) {
          // Keys that differ in one word, and one that shares its slot.
          partitions.record.set([0, key & 1, key & 2, key & 4 ? 1024 : 0, document, position]);
          partitions.append();
        }
        const before = (a: (typeof records)[0], b: (typeof records)[0]): boolean =>
          ranks[a.document]! < ranks[b.document]! || (a.document === b.document && a.position < b.position);
        const expected = records.flatMap((one) => {
          const owner = records
            .filter((other) => other.key === one.key)
            .reduce((best, other) => (before(other, best) ? other : best));
          return owner === one ? [] : [[one.document, one.position, owner.document]];
        });
        const visited: number[][] = [];
        await findOwners(partitions, Uint32Array.from(ranks), signal, (block, at, owner) => {
          visited.push([block[at]!, block[at + 1]!, owner]);
        });
        partitions.close();
        expect(visited).toEqual(expected);
      },
    ),
  );
});

it('grows with the number of different hashes', async () => {
  const partitions = new HashPartitions(temporaryDirectory(), 'hashes', 1);
  const different = 6000;
  for (let i = 0; i < 3 * different; i++) {
    partitions.record.set([0, 0, i % different, (i % different) * 7, i]);
    partitions.append();
  }
  const ranks = Uint32Array.from({ length: 3 * different }, (_, i) => 3 * different - i);
  const owners = new Map<number, number>();
  await findOwners(partitions, ranks, signal, (block, at, owner) => owners.set(block[at]!, owner));
  partitions.close();
  expect(owners.size).toBe(2 * different);
  for (const [document, owner] of owners) expect(owner).toBe((document % different) + 2 * different);
});
