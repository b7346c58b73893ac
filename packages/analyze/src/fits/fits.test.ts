import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMeans } from '../bootstrap/bootstrap-means.js';
import { addValue, createClusterTable } from '../bootstrap/cluster-table.js';
import { resampleClusters } from '../bootstrap/resample-clusters.js';
import { everyTime, logarithmicBins, type TimeBin } from '../metrics/time-bins.js';
import { decayModels, type Parameters } from './decay-models.js';
import { fitExponentialDecay } from './fit-exponential-decay.js';
import { determination, fitQuality } from './fit-quality.js';
import { fitRetention } from './fit-retention.js';
import { holdoutError } from './holdout-error.js';
import { ordinaryLeastSquares } from './ordinary-least-squares.js';

const [logarithmic, power, exponential] = decayModels as [
  (typeof decayModels)[number],
  (typeof decayModels)[number],
  (typeof decayModels)[number],
];
const times = Float64Array.from({ length: 300 }, (_, i) => i + 1);
const ones = times.map(() => 1);

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
    const [scale, rate] = fitExponentialDecay(
      Float64Array.of(0, 1, 2, 4),
      Float64Array.of(1, 0.4, 0.5, 0.1),
      Float64Array.of(0.5, 1, 1, 1.5),
    );
    const expected = fitExponentialDecay(
      Float64Array.of(0, 1, 1, 2, 2, 4, 4, 4),
      Float64Array.of(1, 0.4, 0.4, 0.5, 0.5, 0.1, 0.1, 0.1),
      ones.subarray(0, 8),
    );
    expect([scale, rate]).toEqual(expected.map((value) => expect.closeTo(value, 6)));
    expect(
      determination(Float64Array.of(1, 2, 4), Float64Array.of(1, 3, 4), Float64Array.of(0.75, 0.75, 1.5)),
    ).toBeCloseTo(determination(Float64Array.of(1, 2, 4, 4), Float64Array.of(1, 3, 4, 4), ones), 12);
  });
});

describe('exponential decay', () => {
  it('is found exactly where the points lie on it (property)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        (scale, rate) => {
          const fit = fitExponentialDecay(
            times,
            times.map((t) => scale * Math.exp(-rate * t)),
            ones,
          );
          expect(fit[0]).toBeCloseTo(scale, 6);
          expect(fit[1]).toBeCloseTo(rate, 6);
        },
      ),
    );
  });

  it('minimises the squared error of noisy points, negative ones too', () => {
    const random = createRandom(1, 'noise');
    const y = times.map((t) => Math.exp(-0.02 * t) + 0.1 * random.normal());
    expect(y.some((value) => value < 0)).toBe(true);
    const [scale, rate] = fitExponentialDecay(times, y, ones);
    const error = (a: number, b: number): number =>
      times.reduce((sum, t, i) => sum + (y[i]! - a * Math.exp(-b * t)) ** 2, 0);
    for (const [a, b] of [
      [1.001, 1],
      [0.999, 1],
      [1, 1.001],
      [1, 0.999],
      [1.001, 1.001],
    ] as const) {
      expect(error(scale * a, rate * b)).toBeGreaterThan(error(scale, rate));
    }
    const fromElsewhere = fitExponentialDecay(times, y, ones, [0.3, 0.5]);
    expect(fromElsewhere[0]).toBeCloseTo(scale, 6);
    expect(fromElsewhere[1]).toBeCloseTo(rate, 6);
  });

  it('takes points that are all below zero', () => {
    const [scale, rate] = fitExponentialDecay(
      times,
      times.map(() => -2),
      ones,
    );
    expect(scale).toBeCloseTo(-2, 6);
    expect(rate).toBeCloseTo(0, 6);
  });
});

describe('laws of forgetting', () => {
  it('know when a share of the gain is left', () => {
    expect(logarithmic.timeOf([1, 0.25], 0.5)).toBeCloseTo(100, 9);
    expect(logarithmic.timeOf([1, 0.25], 0)).toBeCloseTo(10 ** 4, 6);
    expect(logarithmic.timeOf([1, -0.1], 0)).toBeNaN();
    expect(power.timeOf([1, 0.5], 0.5)).toBeCloseTo(4, 12);
    expect(exponential.timeOf([1, Math.LN2 / 30], 0.5)).toBeCloseTo(30, 12);
    expect(exponential.timeOf([1, -1], 0.5)).toBeNaN();
  });

  it('are told apart by hold-out and AICc on data of each', () => {
    const truths: [number, Parameters][] = [
      [0, [1, 0.2]],
      [1, [1, 0.25]],
      [2, [0.9, 0.005]],
    ];
    const random = createRandom(5, 'models');
    for (const [truth, parameters] of truths) {
      const model = decayModels[truth]!;
      const y = times.map((t) => model.value(parameters, model.abscissa(t)) + 0.002 * random.normal());
      const scores = decayModels.map((candidate) => {
        const x = times.map(candidate.abscissa);
        const fitted = candidate.fit(x, y, ones);
        const values = x.map((at) => candidate.value(fitted, at));
        return { aicc: fitQuality(y, values, ones).aicc, holdout: holdoutError(candidate, times, y, ones)! };
      });
      for (const score of ['aicc', 'holdout'] as const) {
        const values = scores.map((entry) => entry[score]);
        expect(values.indexOf(Math.min(...values))).toBe(truth);
      }
    }
  });

  it('have no hold-out error without points on both sides', () => {
    expect(
      holdoutError(logarithmic, Float64Array.of(1, 2, 100), Float64Array.of(1, 0.9, 0.5), ones),
    ).toBeNull();
    expect(holdoutError(logarithmic, Float64Array.of(5), Float64Array.of(1), ones)).toBeNull();
  });

  it('count the noise variance among the parameters', () => {
    const y = Float64Array.of(1, 2, 3, 4, 5, 6);
    const fitted = Float64Array.of(2, 2, 2, 5, 5, 5);
    const likelihood = 6 * Math.log(4 / 6);
    expect(fitQuality(y, fitted, ones)).toEqual({
      r2: 1 - 4 / 17.5,
      aicc: likelihood + 6 + 24 / 2,
      bic: likelihood + 3 * Math.log(6),
    });
    expect(determination(Float64Array.of(2, 2), Float64Array.of(2, 2), ones)).toBe(1);
    expect(determination(Float64Array.of(2, 2), Float64Array.of(2, 1), ones)).toBe(0);
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
    expect(fit!.standardErrors[1] / Math.sqrt(variance / decays.length)).toBeCloseTo(1, 0.7);
    expect(fit!.low[1]).toBeLessThan(mean);
    expect(fit!.high[1]).toBeGreaterThan(mean);
    expect(fit!.halfLife).toBeCloseTo(10 ** (0.5 / mean), 5);
    expect(fit!.xIntercept).toBeCloseTo(10 ** (1 / mean), 0);
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
      return fitRetention(list, bootstrapMeans(filled, weights), { until, level: 0.9 })[0]!.parameters[1];
    };
    expect(decayOver(bins) / decayOver(grid)).toBeGreaterThan(0.97);
    expect(decayOver(bins) / decayOver(grid)).toBeLessThan(1.03);
  });

  it('are not made of fewer than five times', () => {
    expect(fitRetention(grid, means, { until: 4, level: 0.95 })).toEqual([]);
    expect(fitRetention(grid, means, { until: 5, level: 0.95 })).toHaveLength(3);
  });
});
