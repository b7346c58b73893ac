import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdNumbering } from './number-ids.js';

const columnOf = (ids: readonly string[]) => {
  const parts = ids.map((id) => new TextEncoder().encode(id));
  const offsets = new Int32Array(ids.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + part.length;
  });
  return { offsets, bytes: Uint8Array.from(parts.flatMap((part) => [...part])) };
};

test('ids have their numbers in any order, in columns one after the other (property)', () => {
  const id = fc.oneof(fc.constantFrom('p1', 'p10', 'p2', 'ü', ''), fc.string({ maxLength: 3 }));
  const columns = fc.array(fc.array(id, { maxLength: 12 }), { maxLength: 4 });
  fc.assert(
    fc.property(columns, (lists) => {
      const numberOf = new Map(['p1', 'p10', 'ü', 'p2'].map((name, number) => [name, number]));
      const numbersOf = createIdNumbering(numberOf);
      for (const ids of lists) {
        const expected = ids.map((name) => numberOf.get(name) ?? -1);
        expect([...numbersOf(columnOf(ids), ids.length)]).toEqual(expected);
      }
    }),
  );
});
