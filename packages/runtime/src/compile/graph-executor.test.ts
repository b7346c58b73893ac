import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupBySize } from './graph-executor.js';

test('keeps the order, stays within the limit, and closes no group early', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12)), (sizes) => {
      const names = sizes.map((_, i) => String(i));
      const groups = groupBySize(names, (name) => sizes[Number(name)]!, 10);
      expect(groups.flat()).toEqual(names);
      const total = (group: string[]) => group.reduce((sum, name) => sum + sizes[Number(name)]!, 0);
      groups.forEach((group, i) => {
        expect(total(group) <= 10 || group.length === 1).toBe(true);
        const next = groups[i + 1]?.[0];
        if (next !== undefined) expect(total([...group, next])).toBeGreaterThan(10);
      });
    }),
  );
});
