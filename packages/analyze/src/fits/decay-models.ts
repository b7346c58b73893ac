import {
  type DecayShape,
  exponentialShape,
  logarithm,
  powerShape,
  shiftedPowerShape,
  stretchedShape,
} from './decay-shape.js';

export type DecayFamily = 'logarithmic' | 'power' | 'shifted_power' | 'exponential' | 'stretched_exponential';
export type DecayName = DecayFamily | `${Exclude<DecayFamily, 'logarithmic'>}+c`;

/** Estimates in the order of a model's `parameterNames`. */
export type Parameters = readonly number[];

/** A law of forgetting R(t) = scale g(t) + asymptote. */
export interface DecayModel {
  name: DecayName;
  family: DecayFamily;
  parameterNames: readonly string[];
  shape: DecayShape;
  /** Whether the asymptote is fitted; else it is 0. */
  withAsymptote: boolean;
  /** Laws that become this one when a parameter of theirs is fixed or goes to a limit. */
  generalisations: readonly DecayName[];
  /** R at a time. */
  value(parameters: Parameters, t: number): number;
  /**
   * log10 of the time at which R falls to `level`, from the formula alone, so that it may lie far beyond the
   * data: Infinity where R stays above, -Infinity where it is below from the start.
   */
  log10TimeOf(parameters: Parameters, level: number): number;
  /** Parameters as they are fitted: scale, those of the shape, asymptote. */
  toFitted(parameters: Parameters): number[];
  toReported(fitted: Parameters): number[];
  /** Derivatives of reported parameters by the fitted ones that they come from, in the reported order. */
  reportedSlopes(fitted: Parameters): { from: number; slope: number }[];
}

function decayModel(
  family: DecayFamily,
  shape: DecayShape,
  withAsymptote: boolean,
  generalisations: readonly DecayName[],
): DecayModel {
  const linear = family === 'logarithmic';
  const count = 1 + shape.names.length + (withAsymptote ? 1 : 0);
  // The published law has its intercept first.
  const order = linear ? [1, 0] : Array.from({ length: count }, (_, i) => i);
  const places = order.map((_, i) => order.indexOf(i));
  const isLog = order.map((_, i) => shape.logarithmic[i - 1] ?? false);
  const toFitted = (parameters: Parameters): number[] =>
    places.map((place, i) => {
      const value = parameters[place]!;
      return isLog[i] ? Math.log(value) : value;
    });
  const parts = (parameters: Parameters) => {
    const fitted = toFitted(parameters);
    return {
      scale: fitted[0]!,
      theta: fitted.slice(1, 1 + shape.names.length),
      asymptote: withAsymptote ? fitted[count - 1]! : 0,
    };
  };
  const value: DecayModel['value'] = (parameters, t) => {
    const { scale, theta, asymptote } = parts(parameters);
    return scale * shape.value(theta, t) + asymptote;
  };
  return {
    name: (withAsymptote && !linear ? `${family}+c` : family) as DecayName,
    family,
    parameterNames: linear
      ? ['intercept', 'decay_constant']
      : ['scale', ...shape.names, ...(withAsymptote ? ['asymptote'] : [])],
    shape,
    withAsymptote,
    generalisations,
    value,
    log10TimeOf(parameters, level) {
      const { scale, theta, asymptote } = parts(parameters);
      if (scale > 0 && shape.falls(theta)) {
        return shape.logTimeOf(theta, (level - asymptote) / scale) / Math.LN10;
      }
      return value(parameters, 1) > level ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    toFitted,
    toReported: (fitted) => order.map((i) => (isLog[i] ? Math.exp(fitted[i]!) : fitted[i]!)),
    reportedSlopes: (fitted) =>
      order.map((from) => ({ from, slope: isLog[from] ? Math.exp(fitted[from]!) : 1 })),
  };
}

const shifted = ['shifted_power', 'shifted_power+c'] as const;
const stretched = ['stretched_exponential', 'stretched_exponential+c'] as const;
const richest = ['shifted_power+c', 'stretched_exponential+c'] as const;

/**
 * The laws of forgetting that are compared, the published one first. A logarithmic law with an asymptote is
 * the same law. Names with `+c` have an asymptote.
 */
export const decayModels: readonly DecayModel[] = [
  // A power and an asymptote become it as the exponent goes to 0.
  decayModel('logarithmic', logarithm, true, ['power+c', ...richest]),
  decayModel('power', powerShape, false, ['power+c', ...shifted, ...stretched]),
  decayModel('exponential', exponentialShape, false, ['exponential+c', ...shifted, ...stretched]),
  decayModel('shifted_power', shiftedPowerShape, false, ['shifted_power+c']),
  decayModel('stretched_exponential', stretchedShape, false, ['stretched_exponential+c']),
  decayModel('power', powerShape, true, richest),
  decayModel('exponential', exponentialShape, true, richest),
  decayModel('shifted_power', shiftedPowerShape, true, []),
  decayModel('stretched_exponential', stretchedShape, true, []),
];
