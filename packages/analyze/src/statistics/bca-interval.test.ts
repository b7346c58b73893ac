import { createRandom, normalCdf, normalQuantile } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceleration, bcaInterval } from './bca-interval.js';
import { bootstrapMeans } from './bootstrap-means.js';
import { addValue, createClusterTable } from './cluster-table.js';
import { withLeftOut } from './jackknife.js';
import { percentileInterval } from './percentile-interval.js';
import { resampleClusters } from './resample-clusters.js';

// Sums of eighths are exact, so that both implementations see the same ties.
const x = [0.25, 1.25, 0.75, 2.875, 0.125, 0.875, 4.625, 0.375, 1.875, 0.625];
const y = [1, 2, 0.5, 1.5, 3.25, 0.875, 7.125];
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const without = (values: readonly number[], i: number): number[] => values.filter((_, at) => at !== i);

/** Means of 999 resamples by a generator that is easily written again in another language. */
function drawsOf(values: readonly number[], seed: bigint): Float64Array {
  let state = seed;
  return Float64Array.from({ length: 999 }, () =>
    mean(
      values.map(() => {
        state = (1103515245n * state + 12345n) % 2n ** 31n;
        return values[Number(state >> 16n) % values.length]!;
      }),
    ),
  );
}

describe('the normal distribution', () => {
  it('has the values of scipy.stats.norm', () => {
    const shares = [-4, -1.96, 0.5, 3].map(normalCdf);
    const expected = [3.167124183311986e-5, 0.024997895148220435, 0.6914624612740131, 0.9986501019683699];
    expected.forEach((share, i) => {
      expect(shares[i]).toBeCloseTo(share, 14);
    });
    const points = [1e-5, 0.025, 0.3, 0.999].map(normalQuantile);
    [-4.264890793922825, -1.9599639845400545, -0.5244005127080409, 3.090232306167813].forEach((z, i) => {
      expect(points[i]).toBeCloseTo(z, 10);
    });
    expect([normalCdf(-40), normalCdf(40), normalCdf(0)]).toEqual([0, 1, 0.5]);
  });
});

describe('the bias-corrected and accelerated interval', () => {
  it('has the values of scipy.stats.bootstrap on the same resamples (scipy 1.17.1)', () => {
    const draws = drawsOf(x, 7n);
    const leftOut = [Float64Array.from(x, (_, i) => mean(without(x, i)))];
    expect(acceleration(leftOut)).toBeCloseTo(0.07210738429084006, 14);
    const interval = bcaInterval({ point: mean(x), draws, leftOut }, 0.95)!;
    expect(interval.low).toBeCloseTo(0.75, 12);
    expect(interval.high).toBeCloseTo(2.525470119815712, 12);
    const percentile = percentileInterval(draws, 0.95)!;
    expect(percentile.low).toBeCloseTo(0.6125, 12);
    expect(percentile.high).toBeCloseTo(2.275625, 12);
  });

  it('has them for a difference between two samples too', () => {
    const a = drawsOf(x, 7n);
    const b = drawsOf(y, 11n);
    const leftOut = [
      Float64Array.from(x, (_, i) => mean(without(x, i)) - mean(y)),
      Float64Array.from(y, (_, i) => mean(x) - mean(without(y, i))),
    ];
    expect(acceleration(leftOut)).toBeCloseTo(-0.05655027584962276, 14);
    const input = { point: mean(x) - mean(y), draws: a.map((value, i) => value - b[i]!), leftOut };
    const interval = bcaInterval(input, 0.9)!;
    expect(interval.low).toBeCloseTo(-3.037560130651092, 12);
    expect(interval.high).toBeCloseTo(0.24239710826353392, 12);
  });

  it('is the percentile interval for a symmetric linear statistic (property)', () => {
    const halves = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(halves, fc.double({ min: -5, max: 5, noNaN: true }), (distances, centre) => {
        // Draws and jackknife lie in mirrored pairs around the point.
        const draws = Float64Array.from([...distances, ...distances.map((d) => -d)], (d) => centre + d);
        const leftOut = [draws.map((value) => centre + (centre - value) / 50)];
        const bca = bcaInterval({ point: centre, draws, leftOut }, 0.9)!;
        const percentile = percentileInterval(draws, 0.9)!;
        expect(bca.low).toBeCloseTo(percentile.low, 6);
        expect(bca.high).toBeCloseTo(percentile.high, 6);
      }),
    );
  });

  it('takes what is not finite as the percentile interval does, and points beyond all draws', () => {
    const leftOut = [Float64Array.of(1, 1, 1)];
    const broken = Float64Array.of(Number.NaN, Number.NaN, 1);
    expect(bcaInterval({ point: 1, draws: broken, leftOut }, 0.9)).toBeUndefined();
    expect(bcaInterval({ point: Number.NaN, draws: Float64Array.of(1, 2), leftOut }, 0.9)).toBeUndefined();
    const draws = Float64Array.from({ length: 101 }, (_, i) => i);
    const high = bcaInterval({ point: 1000, draws, leftOut }, 0.9)!;
    // All draws lie below: the share of half a draw is taken to lie above, so that the bias is finite.
    const bias = normalQuantile(1 - 0.5 / 101);
    const ends = [0.05, 0.95].map((share) => 100 * normalCdf(2 * bias + normalQuantile(share)));
    expect([high.low, high.high]).toEqual(ends.map((end) => expect.closeTo(end, 8)));
    expect(high.low).toBeLessThan(99.99);
    const low = bcaInterval({ point: -1000, draws, leftOut }, 0.9)!;
    expect([low.low, low.high]).toEqual(
      [100 - high.high, 100 - high.low].map((end) => expect.closeTo(end, 8)),
    );
    const still = Float64Array.of(2, 2, 2, 2);
    expect(bcaInterval({ point: 2, draws: still, leftOut: [still] }, 0.9)).toEqual({ low: 2, high: 2 });
  });

  it('misses a skewed mean less one-sidedly than the percentile interval', () => {
    const clusters = 20;
    const layout = {
      seeds: 1,
      seedOf: new Int32Array(clusters),
      factOf: Int32Array.from({ length: clusters }, (_, i) => i),
      factsByData: [clusters],
      dataOf: Int32Array.of(0),
    };
    const trials = 400;
    const missed = { percentile: [0, 0], bca: [0, 0] };
    for (let trial = 0; trial < trials; trial++) {
      const random = createRandom(trial, 'skew');
      const table = createClusterTable(clusters, 1);
      for (let cluster = 0; cluster < clusters; cluster++) {
        addValue(table, cluster, 0, -Math.log(1 - random.uniform()));
      }
      const { point, draws } = bootstrapMeans(table, resampleClusters(trial, 'skew', 400, clusters));
      const without = withLeftOut(new Uint16Array(0), layout, 'x', {
        method: 'bca',
        groups: [{ of: 'facts', sample: 'x', size: clusters }],
      });
      const leftOut = [bootstrapMeans(table, without).draws];
      const intervals = {
        percentile: percentileInterval(draws, 0.9)!,
        bca: bcaInterval({ point: point[0]!, draws, leftOut }, 0.9)!,
      };
      for (const method of ['percentile', 'bca'] as const) {
        if (intervals[method].high < 1) missed[method][0]!++;
        if (intervals[method].low > 1) missed[method][1]!++;
      }
    }
    const imbalance = ([above, below]: number[]): number => above! - below!;
    expect(imbalance(missed.bca)).toBeLessThan(0.75 * imbalance(missed.percentile));
    expect(missed.bca[0]! + missed.bca[1]!).toBeLessThan(missed.percentile[0]! + missed.percentile[1]!);
  });
});
