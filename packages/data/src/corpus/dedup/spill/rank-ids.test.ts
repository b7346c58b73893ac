import { readdirSync } from 'node:fs';
import { temporaryDirectory } from '@lethe/contracts/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdSpill } from './id-spill.js';
import { rankIds } from './rank-ids.js';

const signal = new AbortController().signal;

async function ranksOf(ids: readonly string[], against: number, runIds?: number): Promise<number[]> {
  const directory = temporaryDirectory();
  const spill = new IdSpill(directory, 'all');
  try {
    for (const id of ids) spill.append(id);
    return [...(await rankIds(spill, against, { directory, signal, ...(runIds ? { runIds } : {}) }))];
  } finally {
    spill.close();
    expect(readdirSync(directory)).toEqual([]);
  }
}

it('ranks by UTF-16 units, against first, in memory as merged from runs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 4 }), { maxLength: 40 }),
      fc.nat(40),
      fc.integer({ min: 1, max: 9 }),
      async (ids, cut, runIds) => {
        const against = Math.min(cut, ids.length);
        const sorted = [...ids.slice(0, against).sort(), ...ids.slice(against).sort()];
        const expected = ids.map((id) => sorted.indexOf(id));
        expect(await ranksOf(ids, against, runIds)).toEqual(expected);
        expect(await ranksOf(ids, against)).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

it('orders a pair of surrogates before the units above it, as strings compare', async () => {
  expect(await ranksOf(['\uffee', '\u{1f600}'], 0, 1)).toEqual([1, 0]);
});

it('refuses ids that occur twice in one corpus, wherever their runs are', async () => {
  const ids = ['a', 'b', 'c', 'd', 'b', 'e'];
  await expect(ranksOf(ids, 0, 2)).rejects.toThrow(/corpus: two documents have the same id[\s\S]*"b"/);
  await expect(ranksOf(ids, 5)).rejects.toThrow(/against: two documents have the same id/);
  expect(await ranksOf(ids, 3, 2)).toEqual([0, 1, 2, 4, 3, 5]);
});
