import type { ForgettingLaw } from '../laws/forgetting-law.js';
import { laws, publishedLaw } from '../laws/laws.js';
import { type CurveShape, curveShape } from './curve-shape.js';

/** Estimates in the order of a model's `parameterNames`. */
export type Parameters = readonly number[];

/** A law of forgetting as a curve: R(t) = scale g(t) + asymptote. */
export interface DecayModel {
  /** That of the law, with `+c` where an asymptote is added. */
  name: string;
  law: ForgettingLaw;
  /** For readers. */
  title: string;
  /** Of its line in figures: that of the law, with a dot where an asymptote is added. */
  dash: readonly number[];
  parameterNames: readonly string[];
  shape: CurveShape;
  /** Whether the asymptote is fitted; else it is 0. */
  withAsymptote: boolean;
  /** Names of models that become this one when a parameter of theirs is fixed or goes to a limit. */
  generalisations: readonly string[];
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

/** The model of a law; one with a line has its asymptote in any case. */
export function decayModel(law: ForgettingLaw, asymptote: boolean): DecayModel {
  const shape = curveShape(law);
  const withAsymptote = asymptote || law.line !== undefined;
  const searched = shape.parameters.length;
  const count = 1 + searched + (withAsymptote ? 1 : 0);
  // A line has its intercept first, as the published law.
  const order = law.line ? [1, 0] : Array.from({ length: count }, (_, i) => i);
  const places = order.map((_, i) => order.indexOf(i));
  const isLog = order.map((_, i) => shape.parameters[i - 1]?.kind === 'time');
  const parts = (parameters: Parameters) => ({
    scale: parameters[places[0]!]!,
    theta: parameters.slice(1, 1 + searched),
    asymptote: withAsymptote ? parameters[places[count - 1]!]! : 0,
  });
  const value: DecayModel['value'] = (parameters, t) => {
    const { scale, theta, asymptote } = parts(parameters);
    return scale * shape.value(theta, t) + asymptote;
  };
  return {
    name: modelName(law, asymptote),
    law,
    title: asymptote ? `${law.title} + c` : law.title,
    dash: asymptote ? [...law.dash, 1, law.dash.at(-1)!] : law.dash,
    parameterNames: law.line
      ? ['intercept', law.parameters[0]!.name]
      : ['scale', ...law.parameters.map(({ name }) => name), ...(withAsymptote ? ['asymptote'] : [])],
    shape,
    withAsymptote,
    generalisations: laws.flatMap((other) => {
      const richer = other.generalises.includes(law.name) || law.specialCaseOf?.includes(other.name) === true;
      if (!richer && other !== law) return [];
      return [false, true]
        .filter((added) => (added || !withAsymptote) && (richer || added !== withAsymptote))
        .map((added) => modelName(other, added));
    }),
    value,
    log10TimeOf(parameters, level) {
      const { scale, theta, asymptote } = parts(parameters);
      const logTime = scale > 0 ? shape.logTimeOf(theta, (level - asymptote) / scale) : Number.NaN;
      if (!Number.isNaN(logTime)) return logTime / Math.LN10;
      return value(parameters, 1) > level ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    toFitted: (parameters) =>
      places.map((place, i) => (isLog[i] ? Math.log(parameters[place]!) : parameters[place]!)),
    toReported: (fitted) => order.map((i) => (isLog[i] ? Math.exp(fitted[i]!) : fitted[i]!)),
    reportedSlopes: (fitted) =>
      order.map((from) => ({ from, slope: isLog[from] ? Math.exp(fitted[from]!) : 1 })),
  };
}

const modelName = ({ name }: ForgettingLaw, asymptote: boolean): string => (asymptote ? `${name}+c` : name);

/** Laws with fewer parameters first. */
const bySize = laws
  .map((law) => ({ law, size: curveShape(law).parameters.length }))
  .sort((a, b) => a.size - b.size)
  .map(({ law }) => law);

/**
 * The models that are compared, the published one first, those with an asymptote (`+c`) last. A law with a line has
 * one model: an asymptote more is the same.
 */
export const decayModels: readonly DecayModel[] = [
  ...bySize.map((law) => decayModel(law, false)),
  ...bySize.filter(({ line }) => !line).map((law) => decayModel(law, true)),
];

/** R = intercept - decay_constant log10 t. */
export const publishedModel = decayModels.find(({ law }) => law === publishedLaw)!;
