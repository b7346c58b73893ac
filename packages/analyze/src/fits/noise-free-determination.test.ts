import { createRandom } from '@lethe/contracts';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { intervalOf } from '../statistics/interval-of.js';
import { leftOutGroups, withLeftOut } from '../statistics/jackknife.js';
import { resampleClusters } from '../statistics/resample-clusters.js';
import { decayModels } from './decay-models.js';
import { fitPoints } from './fit-points.js';
import { determination } from './fit-quality.js';
import { fitRetention } from './fit-retention.js';
import { ordinaryLeastSquares } from './ordinary-least-squares.js';

const t = Array.from({ length: 40 }, (_, i) => i + 1);
const bins = t.map((at) => ({ t: at, from: at, to: at }));
const models = decayModels.filter(({ name }) => name === 'logarithmic');

/** Curves of facts around a mean curve, with independent noise. */
function curves(facts: number, noise: number, mean: (t: number) => number, seed: number): number[][] {
  const random = createRandom(seed, 'curves');
  return Array.from({ length: facts }, () => t.map((at) => mean(at) + noise * random.normal()));
}

/** @param runs equal shares of the rows, in order, each with facts of its own */
function r2Of(rows: readonly number[][], runs = 1) {
  const facts = rows.length;
  const layout = {
    seeds: runs,
    seedOf: Int32Array.from(rows, (_, k) => Math.floor((k * runs) / facts)),
    factOf: Int32Array.from(rows.keys()),
    factsByData: new Array(runs).fill(facts / runs),
    dataOf: Int32Array.from({ length: runs }, (_, run) => run),
  };
  const leftOut = { method: 't' as const, groups: leftOutGroups(new Map([['once', layout]])) };
  const table = createClusterTable(facts, t.length);
  rows.forEach((row, k) => {
    row.forEach((value, column) => {
      addValue(table, k, column, value);
    });
  });
  const weights = withLeftOut(resampleClusters(1, 'once', 100, facts), layout, 'once', leftOut);
  const [fit] = fitRetention(bins, bootstrapMeans(table, weights, leftOut), {
    until: 40,
    level: 0.95,
    models,
  });
  return fit!;
}

describe('R2 without noise', () => {
  const straight = (at: number): number => 1 - 0.2 * Math.log10(at);

  it('is what lines through one half of the facts explain of the other, over all pairs of facts', () => {
    const rows = curves(6, 0.2, straight, 3);
    const logs = t.map(Math.log10);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const residuals = rows.map((row) => {
      const { intercept, slope } = ordinaryLeastSquares(logs, row);
      return row.map((value, i) => value - intercept - slope * logs[i]!);
    });
    const spreads = rows.map((row) => row.map((value) => value - mean(row)));
    const products = (parts: readonly number[][]): number =>
      parts.reduce(
        (sum, a, i) =>
          sum + parts.reduce((s, b, j) => (i === j ? s : s + a.reduce((dot, x, k) => dot + x * b[k]!, 0)), 0),
        0,
      );
    expect(r2Of(rows).r2Estimate.point).toBeCloseTo(
      Math.min(1, 1 - products(residuals) / products(spreads)),
      10,
    );
  });

  it('is near 1 for a straight law under noise that halves the published one', () => {
    const found = Array.from({ length: 60 }, (_, i) => r2Of(curves(12, 0.25, straight, i)));
    const mean = (of: (fit: (typeof found)[0]) => number): number =>
      found.reduce((sum, fit) => sum + of(fit), 0) / found.length;
    expect(mean(({ r2 }) => r2)).toBeLessThan(0.7);
    expect(mean(({ r2Estimate }) => r2Estimate.point)).toBeGreaterThan(0.9);
    // The truth, 1, lies in almost all intervals, and the estimate in its own always.
    const held = found.filter(({ r2Estimate }) => intervalOf(r2Estimate, 0.95)!.high === 1).length;
    expect(held / found.length).toBeGreaterThan(0.9);
    for (const { r2Estimate } of found) {
      const { low, high } = intervalOf(r2Estimate, 0.95)!;
      expect(low <= r2Estimate.point && r2Estimate.point <= high).toBe(true);
    }
  });

  it('is that of the mean curve where the law bends', () => {
    const bent = (at: number): number => Math.exp(-at / 4);
    const points = fitPoints(Float64Array.from(t), Float64Array.from(t, bent));
    const line = ordinaryLeastSquares(t.map(Math.log10), [...points.y]);
    const truth = determination(
      points.y,
      Float64Array.from(t, (at) => line.intercept + line.slope * Math.log10(at)),
      points.weights,
    );
    expect(truth).toBeLessThan(0.9);
    const found = Array.from({ length: 40 }, (_, i) => r2Of(curves(12, 0.25, bent, i)).r2Estimate);
    const mean = found.reduce((sum, { point }) => sum + point, 0) / found.length;
    expect(Math.abs(mean - truth)).toBeLessThan(0.03);
  });

  it('does not vary over two runs that forget along one curve, however much faster one does', () => {
    const bent = (at: number): number => Math.log10(at) + 0.1 * Math.log10(at) ** 2;
    const rows = [0.1, 0.3].flatMap((slope) => [1, 2, 3].map(() => t.map((at) => 1 - slope * bent(at))));
    const { r2, r2Estimate } = r2Of(rows, 2);
    expect(r2).toBeLessThan(0.9999);
    expect(r2Estimate.point).toBeCloseTo(r2, 10);
    const { low, high } = intervalOf(r2Estimate, 0.95)!;
    expect(low).toBeCloseTo(r2, 8);
    expect(high).toBeCloseTo(r2, 8);
  });
});
