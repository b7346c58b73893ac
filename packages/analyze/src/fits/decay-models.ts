import { fitExponentialDecay } from './fit-exponential-decay.js';
import { ordinaryLeastSquares } from './ordinary-least-squares.js';

/** A law of forgetting R(t) with two parameters. */
export interface DecayModel {
  name: 'logarithmic' | 'power' | 'exponential';
  parameterNames: readonly [string, string];
  /** The abscissa in which the model is fitted, for t >= 1. */
  abscissa(t: number): number;
  /** R at an abscissa. */
  value(parameters: Parameters, x: number): number;
  /** Least squares in the space of R; weights have mean 1. */
  fit(x: Float64Array, y: Float64Array, weights: Float64Array, start?: Parameters): Parameters;
  /** t at which R = level, from the formula alone: it may lie far beyond the data. */
  timeOf(parameters: Parameters, level: number): number;
}

export type Parameters = [number, number];

/** R = intercept - decay_constant * log10 t: the law of arXiv 2406.11813, whose code fits it by polyfit. */
const logarithmic: DecayModel = {
  name: 'logarithmic',
  parameterNames: ['intercept', 'decay_constant'],
  abscissa: Math.log10,
  value: ([intercept, decay], x) => intercept - decay * x,
  fit(x, y, weights) {
    const line = ordinaryLeastSquares(x, y, weights);
    return [line.intercept, -line.slope];
  },
  timeOf: ([intercept, decay], level) => (decay > 0 ? 10 ** ((intercept - level) / decay) : Number.NaN),
};

const exponentialIn = (abscissa: (t: number) => number) => ({
  abscissa,
  value: ([scale, rate]: Parameters, x: number) => scale * Math.exp(-rate * x),
  fit: fitExponentialDecay,
});

/** R = scale * t^-exponent. */
const power: DecayModel = {
  name: 'power',
  parameterNames: ['scale', 'exponent'],
  ...exponentialIn(Math.log),
  timeOf: ([scale, exponent], level) =>
    exponent > 0 && scale > 0 && level > 0 ? (scale / level) ** (1 / exponent) : Number.NaN,
};

/** R = scale * exp(-rate * t). */
const exponential: DecayModel = {
  name: 'exponential',
  parameterNames: ['scale', 'rate'],
  ...exponentialIn((t) => t),
  timeOf: ([scale, rate], level) =>
    rate > 0 && scale > 0 && level > 0 ? Math.log(scale / level) / rate : Number.NaN,
};

export const decayModels: readonly DecayModel[] = [logarithmic, power, exponential];
