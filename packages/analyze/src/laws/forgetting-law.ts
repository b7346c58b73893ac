/**
 * A parameter of a law's shape, with what a search for it needs. A `rate` is one over a time; a `time` is above 0
 * and is searched by its logarithm.
 */
export type LawParameter = { name: string; symbol: string } & (
  | {
      kind: 'number';
      low: number;
      high: number;
      /** Whether it may be as far below 0 as above, the curve rising, where no asymptote competes with that. */
      mayRise?: boolean;
      /** Where searches start; `traceStarts` for traces of single encounters, `starts` for them too unless given. */
      starts: readonly number[];
      traceStarts?: readonly number[];
    }
  | { kind: 'rate'; starts: number; traceStarts: number }
  | {
      kind: 'time';
      /** Its name where its log10 is reported. */
      log10Name: string;
      /** How far beyond the measured times it may lie, in factors of a thousand. */
      reach: number;
      /** How many starts are spread over the measured times. */
      starts: number;
      traceStarts: number;
    }
);

/** A fitted curve's times, as laws are tabulated at them. */
export interface Times {
  /** Float64Array [points], above 0. */
  t: Float64Array;
  /** Natural logarithms of t. */
  logT: Float64Array;
}

/** A law's values at many times, and their derivatives. */
export interface LawTable {
  /** Float64Array [points]. */
  values: Float64Array;
  /** One Float64Array [points] per parameter. */
  derivatives: readonly Float64Array[];
}

/**
 * A law of forgetting: the share g(t) that is left at time t, by its parameters theta. How a level and a gain enter is
 * up to what is fitted: R(t) = scale g(t) + asymptote (`fits`), or baseline + gain times a sum of g over encounters
 * (`superposition`).
 */
export interface ForgettingLaw<Name extends string = string> {
  /** In tables and options, in snake_case. */
  name: Name;
  /** For readers. */
  title: string;
  /** g(t) by the symbols of its parameters. */
  formula: string;
  /** Lengths of dashes and gaps of its line in figures; none for a whole line. */
  dash: readonly number[];
  /** The time at which g is 1 whatever the parameters: 1 for laws in log t, which have none at 0. */
  start: 0 | 1;
  /**
   * Names of laws that this one becomes when parameters of it, or an asymptote, are fixed or go to a limit. Such laws
   * are no rivals where the verdict compares them.
   */
  generalises: readonly string[];
  /** The other way round, where the richer law does not say so itself. */
  specialCaseOf?: readonly string[];
  parameters: readonly LawParameter[];
  /** g(t), t >= `start`. It may fall below 0; a trace ends there. */
  value(theta: readonly number[], t: number): number;
  /** Derivatives of g(t) by the parameters, by the log10 of a `time`. */
  gradient(theta: readonly number[], t: number): number[];
  /** The time at which `share` is left: Infinity where g never falls so low, NaN where it does not fall. */
  inverse(theta: readonly number[], share: number): number;
  /** Natural logarithm of the same, for times too far for a number; -Infinity where a share is never reached from above. */
  logInverse?(theta: readonly number[], share: number): number;
  /**
   * Sum of max(0, g(from + k interval)) over k = 0, 1, 2, ... in closed form; infinite where g does not fall or the sum
   * has no limit. Traces are fitted by the laws that have it.
   * @param end the time at which nothing is left, `inverse(theta, 0)`, where it is known
   */
  tailSum?(theta: readonly number[], from: number, interval: number, end: number | undefined): number;
  /**
   * Values and gradients at once, for speed. Here a `time` comes as its natural logarithm, and derivatives are by that.
   */
  tabulate?(theta: readonly number[], times: Times, into: LawTable): void;
  /**
   * Of a law 1 + parameter x b(t): b, in which a curve is a straight line. It is fitted to curves without a search,
   * its level free.
   */
  line?: {
    value(t: number): number;
    /** Natural logarithm of the time at which b, which falls, is `value`. */
    logInverse(value: number): number;
    /** Fills `into` with slope x b at every time. */
    tabulate(slope: number, times: Times, into: Float64Array): void;
  };
}

/** Checks a law, and keeps its name and what it has as types. */
export const defineLaw = <const Law extends ForgettingLaw>(law: Law): Law => law;

/** The time of a share where g falls from 1 towards 0, which it does not reach, if `speed` is above 0. */
export function timeInFall(speed: number, share: number, solve: () => number): number {
  if (!(speed > 0)) return Number.NaN;
  return share <= 0 ? Number.POSITIVE_INFINITY : solve();
}

/** The logarithm of the same, of a g that is 1 at 0. */
export function logTimeInFall(speed: number, share: number, solve: () => number): number {
  return timeInFall(speed, share, () => (share >= 1 ? Number.NEGATIVE_INFINITY : solve()));
}

/** A sum over such a g. */
export function sumInFall(speed: number, sum: () => number): number {
  return speed <= 0 ? Number.POSITIVE_INFINITY : sum();
}

/** `points` numbers from `from` to `to` at equal ratios. */
export function geometric(from: number, to: number, points: number): number[] {
  return Array.from({ length: points }, (_, i) => from * (to / from) ** (i / (points - 1)));
}

/** Every way to take one value per parameter, the last parameter changing fastest. */
export function combinations(values: readonly (readonly number[])[]): number[][] {
  return values.reduce<number[][]>(
    (grid, own) => grid.flatMap((start) => own.map((value) => [...start, value])),
    [[]],
  );
}
