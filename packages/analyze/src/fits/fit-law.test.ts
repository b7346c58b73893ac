import { createRandom } from '@lethe/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decayModels } from './decay-models.js';
import { fitCovariance } from './fit-covariance.js';
import { fitLaw } from './fit-law.js';
import { fitPoints } from './fit-points.js';
import { ordinaryLeastSquares } from './ordinary-least-squares.js';

const modelOf = (name: string) => decayModels.find((model) => model.name === name)!;
/** Three decades, 16 per decade. */
const times = Float64Array.from({ length: 49 }, (_, i) => 10 ** (i / 16));
const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const scale = range(0.3, 2);
const asymptote = range(-0.5, 0.5);
/** Parameters that three decades determine; laws that are not here are held by `laws/any-law.test.ts` alone. */
const ordinary: Record<string, fc.Arbitrary<number[]>> = {
  logarithmic: fc.tuple(range(-2, 2), range(-1, 1)),
  power: fc.tuple(scale, range(-0.5, 1.5)),
  'power+c': fc.tuple(scale, range(0.15, 1.5), asymptote),
  exponential: fc.tuple(scale, range(0.001, 0.3)),
  'exponential+c': fc.tuple(scale, range(0.003, 0.3), asymptote),
  shifted_power: fc.tuple(scale, range(0.2, 2), range(3, 60)),
  'shifted_power+c': fc.tuple(scale, range(0.5, 2), range(3, 40), asymptote),
  stretched_exponential: fc.tuple(scale, range(5, 300), range(0.3, 1.5)),
  'stretched_exponential+c': fc.tuple(scale, range(5, 150), range(0.4, 1.5), asymptote),
};

describe('every law', () => {
  for (const model of decayModels.filter(({ name }) => name in ordinary)) {
    it(`${model.name} is recovered from points on it (property)`, () => {
      fc.assert(
        fc.property(ordinary[model.name], (truth) => {
          const fit = fitLaw(
            model,
            fitPoints(
              times,
              times.map((t) => model.value(truth, t)),
            ),
          )!;
          truth.forEach((value, i) => {
            expect(Math.abs(fit.parameters[i]! - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
          });
        }),
        { numRuns: 40, seed: 1 },
      );
    });

    it(`${model.name} is found among noise within its standard errors at the right rate`, () => {
      const random = createRandom(3, `noise ${model.name}`);
      const truth = centre[model.name];
      let within = 0;
      let squares = 0;
      let count = 0;
      for (let run = 0; run < 150; run++) {
        const points = fitPoints(
          times,
          times.map((t) => model.value(truth, t) + 0.004 * random.normal()),
        );
        const fit = fitLaw(model, points)!;
        const { errors } = fitCovariance(model, points, fit)!;
        truth.forEach((value, i) => {
          const z = (fit.parameters[i]! - value) / errors[i]!;
          within += Math.abs(z) < 3 ? 1 : 0;
          squares += Math.min(z * z, 16);
          count++;
        });
      }
      expect(within / count).toBeGreaterThan(0.97);
      // Errors twice or half as large as they should be would give 0.25 or 4.
      expect(squares / count).toBeGreaterThan(0.7);
      expect(squares / count).toBeLessThan(1.45);
    });

    it(`${model.name} has its formula's times, slopes and order of parameters`, () => {
      const truth = centre[model.name];
      const back = model.toReported(model.toFitted(truth));
      truth.forEach((value, i) => {
        expect(back[i]).toBeCloseTo(value, 12);
      });
      const level = (model.value(truth, 2) + model.value(truth, 900)) / 2;
      const at = 10 ** model.log10TimeOf(truth, level);
      expect(model.value(truth, at)).toBeCloseTo(level, 10);
    });
  }
});

const centre: Record<string, number[]> = {
  logarithmic: [1, 0.2],
  power: [1, 0.2],
  'power+c': [0.8, 0.4, 0.2],
  exponential: [0.9, 0.004],
  'exponential+c': [0.7, 0.02, 0.2],
  shifted_power: [1, 0.5, 20],
  'shifted_power+c': [0.8, 1.2, 20, 0.15],
  stretched_exponential: [1, 100, 0.5],
  'stretched_exponential+c': [0.8, 60, 0.7, 0.15],
};

describe('weighted least squares', () => {
  const t = Float64Array.of(1, 2, 3, 5, 8, 12, 20, 32, 50, 80, 125, 200, 320, 500, 800, 1250);
  const noise = [11, -8, 4, -12, 9, 3, -6, 10, -4, 7, -9, 2, 6, -11, 5, -3].map((value) => value / 1000);
  const weights = Float64Array.of(1, 1, 1, 2, 3, 4, 8, 12, 18, 30, 45, 75, 120, 180, 300, 450);
  /** scipy 1.17.1 curve_fit, sigma = 1 / sqrt(weights): estimates, standard errors, first correlation. */
  const scipy: Record<string, [number[], number[], number]> = {
    logarithmic: [[1.00312089, 0.201462022], [0.01034998, 0.003712887], 0.988169],
    power: [[1.00683892, 0.201624593], [0.02108933, 0.00353516], 0.966442],
    'power+c': [[0.803756848, 0.39543932, 0.196892482], [0.03745802, 0.02473141, 0.008483506], 0.691347],
    exponential: [[0.902642871, 0.00402508617], [0.008021086, 5.053753e-5], 0.707038],
    'exponential+c': [
      [0.702784378, 0.0199369141, 0.198933154],
      [0.01848754, 0.0007665248, 0.001768109],
      0.684491,
    ],
    shifted_power: [[0.999055186, 0.505417489, 20.559679], [0.02691147, 0.01202143, 2.430014], -0.55133],
    'shifted_power+c': [
      [0.801639411, 1.18659624, 19.8997553, 0.148396924],
      [0.04414068, 0.1598171, 5.471105, 0.004065133],
      -0.623538,
    ],
    stretched_exponential: [
      [0.996348878, 100.991309, 0.505076984],
      [0.03696805, 8.654595, 0.01767249],
      -0.966468,
    ],
    'stretched_exponential+c': [
      [0.802157441, 60.3536364, 0.700163924, 0.148767365],
      [0.04021101, 5.352262, 0.04330839, 0.002295366],
      -0.935023,
    ],
  };
  for (const model of decayModels.filter(({ name }) => name in scipy)) {
    it(`gives ${model.name} the estimates, errors and correlation of scipy`, () => {
      const y = t.map((at, i) => model.value(centre[model.name], at) + noise[i]!);
      const points = fitPoints(t, y, weights);
      const fit = fitLaw(model, points)!;
      const { errors, correlations } = fitCovariance(model, points, fit)!;
      const [estimates, standardErrors, correlation] = scipy[model.name];
      estimates.forEach((value, i) => {
        expect(fit.parameters[i]! / value).toBeCloseTo(1, 5);
        expect(errors[i]! / standardErrors[i]!).toBeCloseTo(1, 4);
      });
      expect(correlations[1]).toBeCloseTo(correlation, 4);
      expect(correlations[0]).toBeCloseTo(1, 12);
    });
  }

  it('is the closed form where the law is a line in log t', () => {
    const model = modelOf('logarithmic');
    const y = t.map((at, i) => Math.exp(-at / 100) + noise[i]!);
    const points = fitPoints(t, y);
    const fit = fitLaw(model, points)!;
    const line = ordinaryLeastSquares(t.map(Math.log10), y);
    expect(fit.parameters[0]).toBeCloseTo(line.intercept, 12);
    expect(fit.parameters[1]).toBeCloseTo(-line.slope, 12);
    expect(fitCovariance(model, points, fit)!.errors[1]).toBeCloseTo(line.slopeError, 12);
  });

  it('counts a weight as so many equal points', () => {
    const model = modelOf('power+c');
    const y = t.map((at, i) => model.value([0.8, 0.4, 0.2], at) + noise[i]!);
    const counts = Float64Array.from(t, (_, i) => 1 + (i % 3));
    const repeat = (values: Float64Array) =>
      Float64Array.from([...values].flatMap((value, i) => Array<number>(counts[i]!).fill(value)));
    const weighted = fitLaw(model, fitPoints(t, y, counts))!;
    const repeated = fitLaw(model, fitPoints(repeat(t), repeat(y)))!;
    weighted.parameters.forEach((value, i) => {
      expect(value).toBeCloseTo(repeated.parameters[i]!, 7);
    });
  });

  it('finds no better point beside the one it returns, for points of another law', () => {
    const random = createRandom(1, 'misfit');
    const y = times.map((at) => 0.9 - 0.35 * Math.log10(at) + 0.05 * random.normal());
    expect(y.some((value) => value < 0)).toBe(true);
    for (const model of decayModels) {
      const { parameters, atBound } = fitLaw(model, fitPoints(times, y))!;
      if (atBound) continue;
      const error = (at: readonly number[]): number =>
        times.reduce((sum, time, i) => sum + (y[i]! - model.value(at, time)) ** 2, 0);
      const least = error(parameters);
      parameters.forEach((value, i) => {
        for (const factor of [0.999, 1.001]) {
          expect(error(parameters.with(i, value * factor))).toBeGreaterThan(least);
        }
      });
    }
  });
});

describe('degenerate curves', () => {
  const determined = (y: Float64Array): string[] =>
    decayModels.flatMap((model) => {
      const points = fitPoints(times, y);
      const fit = fitLaw(model, points);
      return fit && !fit.atBound && fitCovariance(model, points, fit) ? [model.name] : [];
    });

  it('that are constant determine only laws that can stay level', () => {
    expect(determined(times.map(() => 0.7))).toEqual(['logarithmic', 'power', 'exponential']);
    expect(
      fitLaw(
        modelOf('power'),
        fitPoints(
          times,
          times.map(() => -2),
        ),
      )!.parameters,
    ).toEqual([expect.closeTo(-2, 9), expect.closeTo(0, 9)]);
  });

  it('that are zero determine the line alone', () => {
    expect(determined(times.map(() => 0))).toEqual(['logarithmic']);
  });

  it('that rise are fitted by laws without an asymptote, with negative exponents', () => {
    const rising = fitLaw(
      modelOf('power'),
      fitPoints(
        times,
        times.map((t) => 0.5 * t ** 0.1),
      ),
    )!;
    expect(rising.parameters).toEqual([expect.closeTo(0.5, 7), expect.closeTo(-0.1, 7)]);
  });

  it('of two points are met by laws of two parameters, and by no others', () => {
    const points = fitPoints(Float64Array.of(1, 100), Float64Array.of(1, 0.5));
    for (const model of decayModels) {
      const fit = fitLaw(model, points);
      expect(fit === undefined).toBe(model.parameterNames.length > 2);
      if (!fit) continue;
      expect(model.value(fit.parameters, 1)).toBeCloseTo(1, 7);
      expect(model.value(fit.parameters, 100)).toBeCloseTo(0.5, 7);
      expect(fitCovariance(model, points, fit)!.errors[0]).toBeNaN();
    }
  });

  it('that end in negative values are fitted, by least squares in R', () => {
    const y = times.map((t) => 0.8 * Math.exp(-t / 20) - 0.3);
    const fit = fitLaw(modelOf('exponential+c'), fitPoints(times, y))!;
    expect(fit.parameters).toEqual([
      expect.closeTo(0.8, 8),
      expect.closeTo(0.05, 8),
      expect.closeTo(-0.3, 8),
    ]);
  });
});
