import { describe, expect, it } from 'vitest';
import { decayModel, decayModels } from '../fits/decay-models.js';
import { fitCovariance } from '../fits/fit-covariance.js';
import { fitLaw } from '../fits/fit-law.js';
import { fitPoints } from '../fits/fit-points.js';
import { fitSuperposition } from '../superposition/fit-superposition.js';
import { superpose } from '../superposition/superpose.js';
import { traceDecay } from '../superposition/trace-decay.js';
import { defineLaw, type ForgettingLaw, type LawParameter } from './forgetting-law.js';
import { laws } from './laws.js';

/** (1 + (t / tau)^beta)^-b, with three parameters and nothing that may be left out. */
const burr = defineLaw({
  name: 'burr',
  title: 'Burr',
  formula: '(1 + (t/τ)^β)^−b',
  dash: [1, 1],
  start: 0,
  generalises: [],
  parameters: [
    { name: 'tau', symbol: 'τ', kind: 'time', log10Name: 'log10_tau', reach: 1, starts: 6, traceStarts: 6 },
    { name: 'beta', symbol: 'β', kind: 'number', low: 0.1, high: 5, starts: [0.5, 1, 2] },
    { name: 'exponent', symbol: 'b', kind: 'number', low: 0.01, high: 20, starts: [0.1, 0.5, 2] },
  ],
  value: ([tau, beta, b], t) => (1 + (t / tau!) ** beta!) ** -b!,
  gradient([tau, beta, b], t) {
    const age = (t / tau!) ** beta!;
    const value = (1 + age) ** -b!;
    const fall = (b! * value * age) / (1 + age);
    return [Math.LN10 * beta! * fall, age === 0 ? 0 : -Math.log(t / tau!) * fall, -Math.log1p(age) * value];
  },
  inverse: ([tau, beta, b], share) => tau! * (share ** (-1 / b!) - 1) ** (1 / beta!),
  tailSum: () => Number.NaN,
});

const times = Float64Array.from({ length: 65 }, (_, i) => 10 ** (i / 16));

describe('a law of three parameters, without any of the optional parts', () => {
  it.each([false, true])('is fitted to curves, asymptote: %s', (withAsymptote) => {
    const model = decayModel(burr, withAsymptote);
    const truth = [0.9, 80, 1.4, 0.6, ...(withAsymptote ? [0.1] : [])];
    const points = fitPoints(
      times,
      times.map((t) => model.value(truth, t)),
    );
    const fit = fitLaw(model, points)!;
    truth.forEach((value, i) => {
      expect(fit.parameters[i]! / value).toBeCloseTo(1, 5);
    });
    expect(fitCovariance(model, points, fit)!.correlations.length).toBe(truth.length ** 2);
    expect(model.value(truth, 10 ** model.log10TimeOf(truth, 0.4))).toBeCloseTo(0.4, 10);
  });

  it('is fitted to traces of encounters', () => {
    const decay = traceDecay(burr as ForgettingLaw as Parameters<typeof traceDecay>[0]);
    const truth = [1.5, 1.3, 0.7];
    const updates = Int32Array.from({ length: 800 }, (_, i) => 2 * i);
    const schedules = [
      [3, 400, 1000],
      [50, 90],
    ];
    const values = schedules.flatMap((encounters, i) => [
      ...superpose(updates, encounters, decay, truth, { baseline: -6 - i, gain: 0.5 }),
    ]);
    const probes = schedules.map((encounters, i) => ({ fact: `${i}`, encounters }));
    const fit = fitSuperposition({ updates, values: Float64Array.from(values) }, probes, decay);
    expect(fit.settled).toBe(true);
    truth.forEach((value, i) => {
      expect(fit.parameters[i]).toBeCloseTo(value, 4);
    });
    expect(fit.standardErrors.every(Number.isFinite)).toBe(true);
  });
});

describe.each(decayModels)('the law $name', (model) => {
  it('is found from points on it', () => {
    const truth = [0.8, ...model.shape.parameters.map(ordinary), ...(model.withAsymptote ? [0.1] : [])];
    const exact = times.map((t) => model.value(truth, t));
    const { parameters } = fitLaw(model, fitPoints(times, exact))!;
    times.forEach((t, i) => {
      expect(model.value(parameters, t)).toBeCloseTo(exact[i]!, 6);
    });
  });
});

/** A parameter that times from 1 to 10,000 determine. */
function ordinary(parameter: LawParameter): number {
  if (parameter.kind === 'number') return parameter.starts[Math.floor(parameter.starts.length / 2)]!;
  return parameter.kind === 'rate' ? 0.01 : 100;
}

describe.each(laws.filter(({ line }) => !line))('the fit of $name', ({ tabulate, logInverse, ...plain }) => {
  it('is the same without its tables and logarithms', () => {
    const law: ForgettingLaw = { ...plain, ...(tabulate && { tabulate }), ...(logInverse && { logInverse }) };
    const rough = times.map((t, i) => 0.7 / (1 + t / 50) ** 0.8 + 0.2 + 0.01 * Math.sin(5 * i));
    const points = fitPoints(times, rough);
    const full = decayModel(law, true);
    const bare = decayModel(plain, true);
    const fits = [full, bare].map((model) => fitLaw(model, points)!);
    fits[0]!.parameters.forEach((value, i) => {
      expect(fits[1]!.parameters[i]! / value).toBeCloseTo(1, 6);
    });
    const { parameters } = fits[0]!;
    expect(bare.log10TimeOf(parameters, 0.5)).toBeCloseTo(full.log10TimeOf(parameters, 0.5), 10);
  });
});
