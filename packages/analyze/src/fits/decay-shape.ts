import type { FitPoints } from './fit-points.js';

/** A shape g(t) at every point, with its derivatives by the parameters of the shape. */
export interface ShapeValues {
  /** Float64Array [points]. */
  g: Float64Array;
  /** One Float64Array [points] per parameter of the shape. */
  derivatives: readonly Float64Array[];
}

/** Smallest and largest values of the parameters of a shape. */
export interface Bounds {
  low: readonly number[];
  high: readonly number[];
}

/**
 * What falls in a law of forgetting R = scale g(t) + asymptote. Times that are parameters are natural
 * logarithms here, so that every step of a fit keeps them positive.
 */
export interface DecayShape {
  /** Names of the parameters, as the law reports them. */
  names: readonly string[];
  /** Whether a parameter is the logarithm of what is reported. */
  logarithmic: readonly boolean[];
  /** g at one time. */
  value(theta: readonly number[], t: number): number;
  /** Whether g falls with t. */
  falls(theta: readonly number[]): boolean;
  /** Natural logarithm of the time at which a falling g is `share`: +Infinity for never, -Infinity for always below. */
  logTimeOf(theta: readonly number[], share: number): number;
  evaluate(theta: readonly number[], points: FitPoints, into: ShapeValues): void;
  /** @param withAsymptote a free asymptote makes shapes that hardly bend indistinguishable from a line in log t */
  bounds(points: FitPoints, withAsymptote: boolean): Bounds;
  /** A grid of parameters, of which the best are refined. */
  starts(points: FitPoints): readonly (readonly number[])[];
}

const exponents = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3];
const EXPONENT = { low: 0.01, high: 20 };
/** How far beyond the measured times, in natural logarithms, a time constant may lie. */
const BEYOND = Math.log(1000);

const first = ({ logT }: FitPoints): number => logT[0]!;
const last = ({ logT }: FitPoints): number => logT[logT.length - 1]!;

/** Evenly spaced logarithms of times, from a third of the first one to three times the last one. */
function logTimes(points: FitPoints, count: number): number[] {
  const from = first(points) - Math.log(3);
  const to = last(points) + Math.log(3);
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Of a share of 1 at t = 0. */
const fromOne = (share: number, inverse: () => number): number =>
  share <= 0 ? Number.POSITIVE_INFINITY : share >= 1 ? Number.NEGATIVE_INFINITY : inverse();

/** g = -log10 t; R = asymptote - scale log10 t is the law of arXiv 2406.11813. */
export const logarithm: DecayShape = {
  names: [],
  logarithmic: [],
  value: (_, t) => -Math.log10(t),
  falls: () => true,
  logTimeOf: (_, share) => -share * Math.LN10,
  evaluate(_, { logT }, { g }) {
    for (let i = 0; i < logT.length; i++) g[i] = -logT[i]! / Math.LN10;
  },
  bounds: () => ({ low: [], high: [] }),
  starts: () => [[]],
};

/** g = t^-exponent. */
export const powerShape: DecayShape = {
  names: ['exponent'],
  logarithmic: [false],
  value: ([exponent], t) => t ** -exponent!,
  falls: ([exponent]) => exponent! > 0,
  logTimeOf: ([exponent], share) => (share <= 0 ? Number.POSITIVE_INFINITY : -Math.log(share) / exponent!),
  evaluate([exponent], { logT }, { g, derivatives: [byExponent] }) {
    for (let i = 0; i < logT.length; i++) {
      g[i] = Math.exp(-exponent! * logT[i]!);
      byExponent![i] = -logT[i]! * g[i]!;
    }
  },
  bounds: (_, withAsymptote) => ({
    low: [withAsymptote ? EXPONENT.low : -EXPONENT.high],
    high: [EXPONENT.high],
  }),
  starts: () => exponents.map((exponent) => [exponent]),
};

/** g = exp(-rate t). */
export const exponentialShape: DecayShape = {
  names: ['rate'],
  logarithmic: [false],
  value: ([rate], t) => Math.exp(-rate! * t),
  falls: ([rate]) => rate! > 0,
  logTimeOf: ([rate], share) => fromOne(share, () => Math.log(-Math.log(share) / rate!)),
  evaluate([rate], { t }, { g, derivatives: [byRate] }) {
    for (let i = 0; i < t.length; i++) {
      g[i] = Math.exp(-rate! * t[i]!);
      byRate![i] = -t[i]! * g[i]!;
    }
  },
  bounds: (points, withAsymptote) => {
    const fastest = 20 / Math.exp(first(points));
    return { low: [withAsymptote ? Math.exp(-last(points)) / 100 : -fastest], high: [fastest] };
  },
  starts: (points) => logTimes(points, 10).map((logTime) => [Math.exp(-logTime)]),
};

/** g = (1 + t / tau)^-exponent. */
export const shiftedPowerShape: DecayShape = {
  names: ['exponent', 'tau'],
  logarithmic: [false, true],
  value: ([exponent, logTau], t) => Math.exp(-exponent! * Math.log1p(t / Math.exp(logTau!))),
  falls: ([exponent]) => exponent! > 0,
  logTimeOf: ([exponent, logTau], share) =>
    fromOne(share, () => {
      const logged = -Math.log(share) / exponent!;
      // expm1 overflows where the 1 that it takes away no longer counts.
      return logTau! + (logged > 700 ? logged : Math.log(Math.expm1(logged)));
    }),
  evaluate([exponent, logTau], { t }, { g, derivatives: [byExponent, byLogTau] }) {
    const perTau = Math.exp(-logTau!);
    for (let i = 0; i < t.length; i++) {
      const age = t[i]! * perTau;
      const logged = Math.log(1 + age);
      g[i] = Math.exp(-exponent! * logged);
      byExponent![i] = -logged * g[i]!;
      byLogTau![i] = (exponent! * g[i]! * age) / (1 + age);
    }
  },
  bounds: (points) => ({
    low: [EXPONENT.low, first(points) - BEYOND],
    high: [EXPONENT.high, last(points) + BEYOND],
  }),
  starts: (points) => exponents.flatMap((exponent) => logTimes(points, 6).map((tau) => [exponent, tau])),
};

/** g = exp(-(t / tau)^beta). */
export const stretchedShape: DecayShape = {
  names: ['tau', 'beta'],
  logarithmic: [true, false],
  value: ([logTau, beta], t) => Math.exp(-Math.exp(beta! * (Math.log(t) - logTau!))),
  falls: ([, beta]) => beta! > 0,
  logTimeOf: ([logTau, beta], share) => fromOne(share, () => logTau! + Math.log(-Math.log(share)) / beta!),
  evaluate([logTau, beta], { logT }, { g, derivatives: [byLogTau, byBeta] }) {
    for (let i = 0; i < logT.length; i++) {
      const logged = logT[i]! - logTau!;
      const age = Math.exp(beta! * logged);
      g[i] = Math.exp(-age);
      // Where the age is infinite g is 0, and their product is 0 too, not NaN.
      const fall = g[i] === 0 ? 0 : g[i]! * age;
      byLogTau![i] = beta! * fall;
      byBeta![i] = -logged * fall;
    }
  },
  // Small exponents put the time constant far outside: most of such a curve is an early fall and a late tail.
  bounds: (points) => ({
    low: [first(points) - 3 * BEYOND, 0.05],
    high: [last(points) + 3 * BEYOND, 5],
  }),
  starts: (points) =>
    [0.15, 0.3, 0.5, 0.8, 1.2, 2].flatMap((beta) => logTimes(points, 8).map((tau) => [tau, beta])),
};
