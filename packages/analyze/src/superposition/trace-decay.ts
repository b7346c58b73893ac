import { combinations, type ForgettingLaw, geometric, type LawParameter } from '../laws/forgetting-law.js';
import { type TraceLawName, traceLaws } from '../laws/laws.js';

/**
 * What is left of one encounter's effect after `lag` steps, as a share of the effect that is seen one step later: the
 * batch of step s is in the model from s + 1 updates on, so the smallest lag is 1, where every law is 1. Parameters
 * that are times are given by their log10.
 */
export interface TraceDecay {
  name: TraceLawName;
  law: ForgettingLaw;
  parameterNames: readonly string[];
  /** The share left at a lag of 1 or more; 0 where the law falls below. */
  value(parameters: readonly number[], lag: number): number;
  /** Its derivative by every parameter. */
  slopes(parameters: readonly number[], lag: number): number[];
  /** The lag at which a share is left: infinite where it never falls so low, NaN where nothing fades. */
  lagOf(parameters: readonly number[], share: number): number;
  /**
   * Sum of the shares left at lags first + k interval, k = 0, 1, 2, ...; infinite where nothing fades or the sum has no
   * limit.
   * @param end the lag at which nothing is left, `lagOf(parameters, 0)`, where it is known
   */
  tailSum(parameters: readonly number[], first: number, interval: number, end?: number): number;
  /** Open ranges that the data can tell parameters within; `horizon` is the largest lag in them. */
  bounds(horizon: number): (readonly [low: number, high: number])[];
  /** Parameters to start a fit from; `horizon` is the largest lag in the data. */
  grid(horizon: number): number[][];
}

/** A law as the decay of a trace. */
export function traceDecay(law: ForgettingLaw<TraceLawName>): TraceDecay {
  const { parameters, tailSum } = law;
  // At a lag of 1 all is left.
  const early = 1 - law.start;
  const withTimes = parameters.some(({ kind }) => kind === 'time');
  const reported = (own: readonly number[]): readonly number[] =>
    withTimes ? own.map((value, j) => (parameters[j]!.kind === 'time' ? 10 ** value : value)) : own;
  return {
    name: law.name,
    law,
    parameterNames: parameters.map((parameter) =>
      parameter.kind === 'time' ? parameter.log10Name : parameter.name,
    ),
    value: (own, lag) => Math.max(0, law.value(reported(own), lag - early)),
    slopes(own, lag) {
      const theta = reported(own);
      return law.value(theta, lag - early) > 0 ? law.gradient(theta, lag - early) : parameters.map(() => 0);
    },
    lagOf: (own, share) => law.inverse(reported(own), Math.max(0, share)) + early,
    tailSum: (own, first, interval, end) =>
      tailSum!(reported(own), first - early, interval, end === undefined ? undefined : end - early),
    bounds: (horizon) => parameters.map((parameter) => boundsOf(parameter, Math.max(2, horizon))),
    grid: (horizon) => combinations(parameters.map((parameter) => starts(parameter, Math.max(2, horizon)))),
  };
}

function boundsOf(parameter: LawParameter, horizon: number): [number, number] {
  if (parameter.kind === 'number') return [-parameter.high, parameter.high];
  if (parameter.kind === 'rate') return [-20, 20];
  const beyond = 3 * parameter.reach;
  return [-beyond, Math.log10(horizon) + beyond];
}

function starts(parameter: LawParameter, horizon: number): readonly number[] {
  if (parameter.kind === 'number') return parameter.traceStarts ?? parameter.starts;
  return parameter.kind === 'rate'
    ? geometric(0.1 / horizon, 2, parameter.traceStarts)
    : geometric(1, horizon, parameter.traceStarts).map(Math.log10);
}

/** The laws that are fitted to traces, by their names. */
export const traceDecays = Object.fromEntries(traceLaws.map((law) => [law.name, traceDecay(law)])) as Record<
  TraceLawName,
  TraceDecay
>;
