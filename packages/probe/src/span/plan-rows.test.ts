import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthBuckets, paddingShare, planRows } from './plan-rows.js';

const lengths = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 60 });

describe('length buckets', () => {
  it('hold every input and stay within the context (property)', () => {
    fc.assert(
      fc.property(lengths, (list) => {
        const buckets = lengthBuckets(list, 100);
        expect(buckets.length).toBeLessThanOrEqual(8);
        expect(buckets).toEqual([...new Set(buckets)].sort((a, b) => a - b));
        expect(buckets.at(-1)).toBeGreaterThanOrEqual(Math.max(...list));
        expect(buckets.every((bucket) => bucket === 100 || bucket % 8 === 0)).toBe(true);
      }),
    );
  });

  it('are where padding is smallest, found by trying all (property)', () => {
    const padded = (list: number[], buckets: readonly number[]): number =>
      list.reduce((sum, length) => sum + (buckets.find((bucket) => length <= bucket) ?? 1e9), 0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 56 }), { minLength: 1, maxLength: 40 }), (list) => {
        const chosen = lengthBuckets(list, 56);
        const rounded = [...new Set(list.map((length) => Math.min(56, Math.ceil(length / 8) * 8)))];
        for (const others of subsets(
          rounded.sort((a, b) => a - b),
          chosen.length,
        )) {
          expect(padded(list, others)).toBeGreaterThanOrEqual(padded(list, chosen));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are few where few are enough', () => {
    expect(lengthBuckets([15, 16, 16, 14], 64)).toEqual([16]);
    expect(lengthBuckets([16, 16, 64], 64)).toEqual([16, 64]);
    expect(lengthBuckets([50], 50)).toEqual([50]);
    expect(lengthBuckets([], 64)).toEqual([]);
  });
});

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

describe('rows', () => {
  it('hold every input once, in calls of one shape that are about equally full (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 500 }), (list) => {
        const groups = planRows(list, 100);
        const members = groups.flatMap(({ calls }) => calls.flat());
        expect(members.sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
        for (const { length, rows, calls } of groups) {
          expect(calls.every((call) => call.length > 0 && call.length <= rows)).toBe(true);
          expect(calls.flat().every((member) => list[member]! <= length)).toBe(true);
          expect(rows * calls.length - calls.flat().length).toBeLessThan(calls.length);
          expect(rows * length).toBeLessThanOrEqual(2048);
        }
      }),
    );
  });

  it('of cloze probes waste less than a quarter on padding', () => {
    // Lengths as those of the Fictional Knowledge probes: prompts of 8 to 81 tokens, most near 24, targets of 1 to 14.
    const list = Array.from(
      { length: 1050 },
      (_, i) => 10 + (i % 13) + ((i * 7) % 11) + (i % 17 === 0 ? 60 : 0),
    );
    expect(paddingShare(planRows(list, 128), list)).toBeLessThan(0.25);
    expect(paddingShare([], [])).toBe(0);
  });
});
