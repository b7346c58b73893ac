import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localAcquisitionMaximum } from './local-acquisition-maximum.js';

describe('the local acquisition maximum', () => {
  const updates = Int32Array.of(0, 10, 11, 12, 20, 60, 61);
  const row = Float64Array.of(9, 8, 1, 3, 3, 3, 7);

  it('lies after the encounter, up to the end of the window, and is the first of equals', () => {
    expect(localAcquisitionMaximum(updates, row, 10, 60)).toBe(3);
    expect(localAcquisitionMaximum(updates, row, 10, 61)).toBe(6);
    expect(localAcquisitionMaximum(updates, row, 9, 60)).toBe(1);
  });

  it('is absent where nothing was measured in the window', () => {
    expect(localAcquisitionMaximum(updates, row, 20, 59)).toBe(-1);
    expect(localAcquisitionMaximum(updates, row.fill(Number.NaN, 1), 0, 99)).toBe(-1);
  });

  it('is what a search over all measurements finds (property)', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), value), { maxLength: 30 }),
        fc.nat(40),
        fc.nat(40),
        (steps, start, length) => {
          let u = 0;
          const at = Int32Array.from(steps, ([gap]) => {
            u += gap;
            return u;
          });
          const values = Float64Array.from(steps, ([, item]) => item);
          let best = -1;
          for (let i = 0; i < at.length; i++) {
            const inside = at[i]! > start && at[i]! <= start + length && !Number.isNaN(values[i]!);
            if (inside && (best < 0 || values[i]! > values[best]!)) best = i;
          }
          expect(localAcquisitionMaximum(at, values, start, start + length)).toBe(best);
        },
      ),
    );
  });
});
