import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { type CrossedDesign, isCrossed, varianceComponents } from './variance-components.js';

function crossed(counts: Record<string, number>): CrossedDesign {
  let levels: number[][] = [[]];
  for (const count of Object.values(counts)) {
    levels = levels.flatMap((row) => Array.from({ length: count }, (_, level) => [...row, level]));
  }
  return { factors: Object.keys(counts), levels };
}

/** Values with known standard deviations of each factor, and of the rest. */
function draw(design: CrossedDesign, deviations: readonly number[], rest: number, seed: number): number[] {
  const random = createRandom(seed, 'variance');
  const effects = design.factors.map((_, f) => {
    const names = [...new Set(design.levels.map((row) => row[f]!))];
    return new Map(names.map((name) => [name, deviations[f]! * random.normal()]));
  });
  return design.levels.map(
    (row) => row.reduce<number>((sum, name, f) => sum + effects[f]!.get(name)!, 0) + rest * random.normal(),
  );
}

describe('components of variance', () => {
  it('are those of a table of two factors, computed by hand', () => {
    // Rows 1 and 3 apart, columns 0, 2 and 4 apart, and one interaction.
    const design = crossed({ row: 2, column: 3 });
    const values = [0, 2, 4, 2, 4, 9];
    const [row, column, left] = varianceComponents(values, design, 0.95);
    // Means of rows 2 and 5, of columns 1, 3 and 6.5, of all 3.5.
    const ofRows = 3 * (1.5 ** 2 + 1.5 ** 2);
    const ofColumns = 2 * (2.5 ** 2 + 0.5 ** 2 + 3 ** 2);
    const total = values.reduce((sum, value) => sum + (value - 3.5) ** 2, 0);
    const rest = (total - ofRows - ofColumns) / 2;
    expect(left!.variance).toBeCloseTo(rest, 12);
    expect(row!.variance).toBeCloseTo((ofRows - rest) / 3, 12);
    expect(column!.variance).toBeCloseTo((ofColumns / 2 - rest) / 2, 12);
    expect(row!.share + column!.share + left!.share).toBeCloseTo(1, 12);
    // The tail of F with two degrees above and below.
    expect(column!.p).toBeCloseTo(1 / (1 + ofColumns / 2 / rest), 10);
    expect([row!.factor, row!.levels, column!.levels, left!.factor]).toEqual(['row', 2, 3, undefined]);
  });

  it('are 0 for a factor without effect, and never negative', () => {
    const design = crossed({ a: 2, b: 2 });
    const [a, b] = varianceComponents([0, 1, 1, 0], design, 0.95);
    expect([a!.variance, b!.variance]).toEqual([0, 0]);
    expect(a!.interval.low).toBe(0);
  });

  it('lie in their intervals in 95 of 100 experiments', () => {
    const design = crossed({ weights: 3, data: 3, rotation: 3 });
    const truth = [1, 0.5, 0, 0.7];
    const held = [0, 0, 0, 0];
    const experiments = 1000;
    for (let i = 0; i < experiments; i++) {
      varianceComponents(draw(design, truth.slice(0, 3), truth[3]!, i), design, 0.95).forEach((part, f) => {
        const variance = truth[f]! ** 2;
        if (part.interval.low <= variance && variance <= part.interval.high) held[f]!++;
      });
    }
    for (const count of held) expect(count / experiments).toBeGreaterThan(0.93);
    // A variance of 0 is missed from above alone.
    for (const f of [0, 1, 3]) expect(held[f]! / experiments).toBeLessThan(0.97);
  });

  it('need every combination once', () => {
    const design = crossed({ a: 2, b: 3 });
    expect(isCrossed(design)).toBe(true);
    expect(isCrossed({ ...design, levels: design.levels.slice(1) })).toBe(false);
    expect(isCrossed({ ...design, levels: [...design.levels.slice(1), design.levels[1]!] })).toBe(false);
    expect(isCrossed(crossed({ a: 6 }))).toBe(false);
    expect(isCrossed(crossed({ a: 6, b: 1 }))).toBe(false);
    expect(() => varianceComponents([1, 2], design, 0.95)).toThrow(RangeError);
  });
});
