import { readdirSync } from 'node:fs';
import { temporaryDirectory } from '@lethe/contracts/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdSpill } from './id-spill.js';

it('gives ids back in any order, also between appends', () => {
  const directory = temporaryDirectory();
  const id = fc.string({ unit: 'grapheme', maxLength: 8 });
  fc.assert(
    fc.property(fc.array(id, { maxLength: 60 }), fc.array(fc.nat(), { maxLength: 60 }), (ids, reads) => {
      const spill = new IdSpill(directory, 'ids');
      ids.forEach((name, i) => {
        spill.append(name);
        const read = reads[i];
        if (read !== undefined) expect(spill.get(read % (i + 1))).toBe(ids[read % (i + 1)]);
      });
      expect(spill.count).toBe(ids.length);
      expect(ids.map((_, i) => spill.get(i))).toEqual(ids);
      spill.close();
    }),
    { numRuns: 50 },
  );
  expect(readdirSync(directory)).toEqual([]);
});

it('takes ids longer than its buffer and more than its index first holds', () => {
  const spill = new IdSpill(temporaryDirectory(), 'ids');
  const ids = Array.from({ length: 20_000 }, (_, i) => (i % 7000 === 5 ? `${i}`.repeat(100_000) : `id ${i}`));
  for (const id of ids) spill.append(id);
  for (const i of [19_999, 5, 0, 7005, 16_400, 14_004, 14_005]) expect(spill.get(i)).toBe(ids[i]);
  spill.close();
});
