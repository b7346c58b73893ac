import {
  combinations,
  type ForgettingLaw,
  type LawParameter,
  type LawTable,
} from '../laws/forgetting-law.js';
import type { FitPoints } from './fit-points.js';

/** Smallest and largest values of the parameters that are searched. */
export interface Bounds {
  low: readonly number[];
  high: readonly number[];
}

/**
 * What falls in a curve R(t) = scale g(t) + asymptote: a law, or the line of a law that has one. Parameters that are
 * times are searched by their natural logarithms, so that every step of a fit keeps them positive.
 */
export interface CurveShape {
  /** Those that are searched. */
  parameters: readonly LawParameter[];
  /** g at one time, by reported parameters. */
  value(reported: readonly number[], t: number): number;
  /** Natural logarithm of the time at which g is `share`: Infinity for never, NaN where g does not fall. */
  logTimeOf(reported: readonly number[], share: number): number;
  /** g and its derivatives at every point, by searched parameters. */
  tabulate(theta: readonly number[], points: FitPoints, into: LawTable): void;
}

export function curveShape(law: ForgettingLaw): CurveShape {
  const { line, parameters } = law;
  if (line) {
    return {
      parameters: [],
      value: (_, t) => line.value(t),
      logTimeOf: (_, share) => line.logInverse(share),
      tabulate: (_, points, { values }) => line.tabulate(1, points, values),
    };
  }
  return {
    parameters,
    value: law.value,
    logTimeOf: law.logInverse ?? ((reported, share) => Math.log(law.inverse(reported, share))),
    tabulate: law.tabulate ?? ((theta, points, into) => tabulateOneByOne(law, theta, points, into)),
  };
}

/** For laws that declare none. */
function tabulateOneByOne(law: ForgettingLaw, theta: readonly number[], { t }: FitPoints, into: LawTable) {
  const reported = law.parameters.map(({ kind }, j) => (kind === 'time' ? Math.exp(theta[j]!) : theta[j]!));
  for (let i = 0; i < t.length; i++) {
    into.values[i] = law.value(reported, t[i]!);
    const slopes = law.gradient(reported, t[i]!);
    law.parameters.forEach(({ kind }, j) => {
      into.derivatives[j]![i] = kind === 'time' ? slopes[j]! / Math.LN10 : slopes[j]!;
    });
  }
}

/** @param withAsymptote a free asymptote makes shapes that hardly bend indistinguishable from a line in log t */
export function searchBounds(
  { parameters }: CurveShape,
  { logT }: FitPoints,
  withAsymptote: boolean,
): Bounds {
  const first = logT[0]!;
  const last = logT[logT.length - 1]!;
  const ends = parameters.map((parameter): [number, number] => {
    if (parameter.kind === 'number') {
      return [parameter.mayRise && !withAsymptote ? -parameter.high : parameter.low, parameter.high];
    }
    if (parameter.kind === 'rate') {
      const fastest = 20 / Math.exp(first);
      return [withAsymptote ? Math.exp(-last) / 100 : -fastest, fastest];
    }
    const beyond = parameter.reach * Math.log(1000);
    return [first - beyond, last + beyond];
  });
  return { low: ends.map(([low]) => low), high: ends.map(([, high]) => high) };
}

/** A grid of parameters, of which the best are refined. */
export function searchStarts({ parameters }: CurveShape, points: FitPoints): number[][] {
  return combinations(
    parameters.map((parameter) => {
      if (parameter.kind === 'number') return parameter.starts;
      const times = logTimes(points, parameter.starts);
      return parameter.kind === 'time' ? times : times.map((logTime) => Math.exp(-logTime));
    }),
  );
}

/** Evenly spaced logarithms of times, from a third of the first one to three times the last one. */
function logTimes({ logT }: FitPoints, count: number): number[] {
  const from = logT[0]! - Math.log(3);
  const to = logT[logT.length - 1]! + Math.log(3);
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
