import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyTime, logarithmicBins, type TimeBin } from '../metrics/time-bins.js';
import { bootstrapMeans } from '../statistics/bootstrap-means.js';
import { addValue, createClusterTable } from '../statistics/cluster-table.js';
import { resampleClusters } from '../statistics/resample-clusters.js';
import { decayModels } from './decay-models.js';
import { fitLaw } from './fit-law.js';
import { fitPoints } from './fit-points.js';
import { akaikeWeights, determination, fitQuality } from './fit-quality.js';
import { fitRetention } from './fit-retention.js';
import { holdoutError } from './holdout.js';
import { ordinaryLeastSquares } from './ordinary-least-squares.js';

describe('ordinary least squares', () => {
  it('gives the textbook example', () => {
    // x = 1..5: slope 0.6, intercept 2.2, residuals -0.8 0.6 1 -0.6 -0.2, total 6.
    const line = ordinaryLeastSquares([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]);
    expect(line.slope).toBeCloseTo(0.6, 12);
    expect(line.intercept).toBeCloseTo(2.2, 12);
    expect(line.r2).toBeCloseTo(1 - 2.4 / 6, 12);
    expect(line.slopeError).toBeCloseTo(Math.sqrt(2.4 / 3 / 10), 12);
  });

  it('finds any line exactly (property)', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(number, number, (intercept, slope) => {
        const x = [0, 1, 2.5, 7];
        const line = ordinaryLeastSquares(
          x,
          x.map((value) => intercept + slope * value),
        );
        expect(line.slope).toBeCloseTo(slope, 8);
        expect(line.intercept).toBeCloseTo(intercept, 8);
        expect(line.slopeError).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('weights', () => {
  it('count as so many equal points', () => {
    const weighted = ordinaryLeastSquares([0, 1, 2], [1, 0, 3], [0.75, 0.75, 1.5]);
    const repeated = ordinaryLeastSquares([0, 1, 2, 2], [1, 0, 3, 3]);
    for (const key of ['slope', 'intercept', 'r2'] as const)
      expect(weighted[key]).toBeCloseTo(repeated[key], 12);
    expect(
      determination(Float64Array.of(1, 2, 4), Float64Array.of(1, 3, 4), Float64Array.of(0.75, 0.75, 1.5)),
    ).toBeCloseTo(
      determination(Float64Array.of(1, 2, 4, 4), Float64Array.of(1, 3, 4, 4), new Float64Array(4).fill(1)),
      12,
    );
  });
});

describe('the quality of a fit', () => {
  it('counts the noise variance among the parameters', () => {
    const ones = new Float64Array(6).fill(1);
    const y = Float64Array.of(1, 2, 3, 4, 5, 6);
    const fitted = Float64Array.of(2, 2, 2, 5, 5, 5);
    const likelihood = 6 * Math.log(4 / 6);
    expect(fitQuality(y, fitted, ones, 2)).toEqual({
      r2: 1 - 4 / 17.5,
      aicc: likelihood + 6 + 24 / 2,
      bic: likelihood + 3 * Math.log(6),
    });
    expect(fitQuality(y, fitted, ones, 3).aicc).toBeCloseTo(likelihood + 8 + 40, 12);
    for (const points of [1, 2, 3, 4, 5])
      expect(fitQuality(y.slice(0, points), fitted, ones, 3).aicc, `${points} points`).toBe(Infinity);
    expect(akaikeWeights([Infinity, -3, -3])).toEqual([0, 0.5, 0.5]);
    expect(akaikeWeights([Infinity, Infinity])).toEqual([NaN, NaN]);
    expect(determination(Float64Array.of(2, 2), Float64Array.of(2, 2), ones)).toBe(1);
    expect(determination(Float64Array.of(2, 2), Float64Array.of(2, 1), ones)).toBe(0);
  });

  it('on the held-out end is the error of a fit to the first 70 % of log time', () => {
    const t = Float64Array.from({ length: 101 }, (_, i) => 10 ** (i / 50));
    // Level until t = 10^1.4, which is 70 % of log time, and a jump of 0.3 after it.
    const points = fitPoints(
      t,
      t.map((_, i) => (i <= 70 ? 0.8 : 0.5)),
    );
    expect(holdoutError(decayModels[0]!, points)).toBeCloseTo(0.3, 10);
  });

  it('on the held-out end is absent without points on both sides', () => {
    const short = fitPoints(Float64Array.of(1, 2, 100), Float64Array.of(1, 0.9, 0.5));
    expect(holdoutError(decayModels[0]!, short)).toBeNull();
    expect(holdoutError(decayModels[0]!, fitPoints(Float64Array.of(5), Float64Array.of(1)))).toBeNull();
  });
});

describe('fits of mean retention', () => {
  const grid = everyTime(199);
  const decays = Array.from({ length: 30 }, (_, cluster) => 0.2 + 0.04 * Math.sin(cluster));
  const table = createClusterTable(decays.length, grid.length);
  decays.forEach((decay, cluster) => {
    for (const { t } of grid) addValue(table, cluster, t, 1 - decay * Math.log10(Math.max(1, t)));
  });
  const means = bootstrapMeans(table, resampleClusters(1, 'fits', 500, decays.length));
  const mean = decays.reduce((sum, decay) => sum + decay, 0) / decays.length;

  it('find the mean decay constant, with the standard error of the mean over facts', () => {
    const [fit] = fitRetention(grid, means, { until: 150, level: 0.95 });
    expect(fit!.model.name).toBe('logarithmic');
    expect(fit!.parameters[1]).toBeCloseTo(mean, 10);
    expect(fit!.r2).toBeCloseTo(1, 10);
    expect(fit!.range).toEqual([1, 150]);
    const variance = decays.reduce((sum, decay) => sum + (decay - mean) ** 2, 0) / (decays.length - 1);
    expect(fit!.standardErrors[1]! / Math.sqrt(variance / decays.length)).toBeCloseTo(1, 0.7);
    expect(fit!.low[1]).toBeLessThan(mean);
    expect(fit!.high[1]).toBeGreaterThan(mean);
    expect(fit!.halfLife.log10).toBeCloseTo(0.5 / mean, 9);
    expect(fit!.halfLife.low).toBeCloseTo(0.5 / fit!.high[1]!, 3);
    expect(fit!.halfLife.high).toBeCloseTo(0.5 / fit!.low[1]!, 3);
    expect(fit!.xIntercept.log10).toBeCloseTo(1 / mean, 9);
  });

  it('to bins ask for the same law as fits to every time', () => {
    const bins = logarithmicBins(150);
    const until = bins.at(-1)!.to;
    // Not a logarithmic law: which times count for how much decides what is fitted.
    const value = (decay: number, t: number): number => 1 - decay * Math.max(0, t - 30) * 0.01;
    const decayOver = (list: readonly TimeBin[]): number => {
      const filled = createClusterTable(decays.length, list.length);
      decays.forEach((decay, cluster) => {
        list.forEach(({ from, to }, c) => {
          for (let t = from; t <= to; t++) addValue(filled, cluster, c, value(decay, t));
        });
      });
      const weights = resampleClusters(1, 'bins', 100, decays.length);
      return fitRetention(list, bootstrapMeans(filled, weights), {
        until,
        level: 0.9,
        models: decayModels.slice(0, 1),
      })[0]!.parameters[1]!;
    };
    expect(decayOver(bins) / decayOver(grid)).toBeGreaterThan(0.97);
    expect(decayOver(bins) / decayOver(grid)).toBeLessThan(1.03);
  });

  it('are not made of fewer than five times', () => {
    expect(fitRetention(grid, means, { until: 4, level: 0.95 })).toEqual([]);
    expect(
      fitRetention(grid, means, { until: 5, level: 0.95 }).every(({ parameters }) => parameters.length === 2),
    ).toBe(true);
  });

  it('spread over resamples as fits to all points do, though resamples are fitted to blocks', () => {
    const model = decayModels.find(({ name }) => name === 'exponential+c')!;
    const filled = createClusterTable(decays.length, grid.length);
    decays.forEach((decay, cluster) => {
      for (const { t } of grid) addValue(filled, cluster, t, 0.7 * Math.exp(-0.2 * decay * t) + decay);
    });
    const drawn = bootstrapMeans(filled, resampleClusters(1, 'blocks', 100, decays.length));
    const [fit] = fitRetention(grid, drawn, { until: 150, level: 0.95, models: [model] });
    const t = Float64Array.from({ length: 150 }, (_, i) => i + 1);
    for (const b of [0, 17, 99]) {
      const row = drawn.draws.slice(b * grid.length + 1, b * grid.length + 151);
      const all = fitLaw(model, fitPoints(t, row))!;
      fit!.estimates.forEach(({ draws }, i) => {
        expect(Math.abs(draws[b]! - all.parameters[i]!)).toBeLessThan(0.02 * fit!.standardErrors[i]!);
      });
    }
    expect(fit!.akaikeWeight).toBe(1);
  });
});
