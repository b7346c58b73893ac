import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet } from './id-set.js';

test('tells what a Set tells (property)', () => {
  const id = fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: 0, max: 50 }).map(String));
  fc.assert(
    fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
      const [set, real] = [new IdSet(), new Set<string>()];
      for (const id of ids) {
        expect(set.add(id)).toBe(!real.has(id));
        real.add(id);
      }
      expect(set.size).toBe(real.size);
    }),
  );
});

test('takes no id of a million similar ones for another', () => {
  const set = new IdSet();
  for (let i = 0; i < 500_000; i++) {
    if (!set.add(String(i)) || !set.add(`train-00000-of-00012.jsonl-${i}`)) expect.unreachable(String(i));
  }
  expect(set.size).toBe(1_000_000);
  expect(set.add('499999')).toBe(false);
});

// Half of the bits of each hash would collide about 116 times in a million ids.
test('uses more than 32 bits of the hash', () => {
  const set = new IdSet();
  for (let i = 0; i < 1_000_000; i++) set.add(i.toString(36));
  expect(set.size).toBe(1_000_000);
});
