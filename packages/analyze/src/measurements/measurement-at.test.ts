import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interpolateAll, interpolateAt } from './measurement-at.js';

it('interpolates at many places as at each', () => {
  const row = fc.array(fc.oneof(fc.constant(Number.NaN), fc.double({ min: -9, max: 9, noNaN: true })), {
    maxLength: 12,
  });
  const places = fc.array(fc.integer({ min: -5, max: 45 }), { maxLength: 30 });
  fc.assert(
    fc.property(row, fc.integer({ min: 1, max: 4 }), places, (values, stride, wanted) => {
      const updates = Int32Array.from(values, (_, i) => i * stride);
      const at = Int32Array.from(wanted).sort();
      const each = Float64Array.from(at, (update) =>
        interpolateAt(updates, Float64Array.from(values), update),
      );
      expect(interpolateAll(updates, Float64Array.from(values), at)).toEqual(each);
    }),
  );
});
