import { readdirSync } from 'node:fs';
import { temporaryDirectory } from '@lethe/contracts/testing';
import { expect, it } from 'vitest';
import { HashPartitions } from './hash-partitions.js';

function recordsOf(partitions: HashPartitions, partition: number): number[] {
  const records: number[] = [];
  for (const block of partitions.blocks(partition)) for (const word of block) records.push(word);
  return records;
}

it('gives records back by the first byte of their hash, from memory and from disk', () => {
  const directory = temporaryDirectory();
  const partitions = new HashPartitions(directory, 'hashes', 2);
  const expected = new Map<number, number[]>([
    [0, []],
    [7, []],
    [255, []],
  ]);
  const add = (partition: number, i: number): void => {
    const record = [partition * 2 ** 24 + (i % 1000), i, 2, 3, i % 77, 5];
    partitions.record.set(record);
    partitions.append();
    expected.get(partition)!.push(...record);
  };
  // Partition 7 fills two blocks and a bit, 0 a few buffers, 255 a part of one.
  for (let i = 0; i < 10_000; i++) {
    add(7, i);
    if (i < 1000) add(0, i);
    if (i < 3) add(255, i);
  }
  expect(readdirSync(directory)).toEqual(['hashes.tmp']);
  // Twice, as findOwners reads them.
  for (const _ of [1, 2]) {
    for (const [partition, records] of expected) expect(recordsOf(partitions, partition)).toEqual(records);
  }
  expect(recordsOf(partitions, 8)).toEqual([]);
  expect(partitions.records).toBe(11_003);
  partitions.close();
  expect(readdirSync(directory)).toEqual([]);
});

it('touches no disk as long as a block per partition is enough', () => {
  const directory = temporaryDirectory();
  const partitions = new HashPartitions(directory, 'hashes', 1);
  for (let i = 0; i < 4096; i++) partitions.append();
  expect(readdirSync(directory)).toEqual([]);
  partitions.append();
  expect(readdirSync(directory)).toEqual(['hashes.tmp']);
  partitions.close();
});
