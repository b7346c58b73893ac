/**
 * What is left of one encounter's effect after `lag` steps, as a share of the effect that is seen one step
 * later: the batch of step s is in the model from s + 1 updates on, so the smallest lag is 1, where every
 * family is 1.
 */
export interface TraceDecay {
  name: 'logarithmic' | 'power' | 'shifted_power' | 'exponential';
  parameterNames: readonly string[];
  /** The share left at a lag of 1 or more. */
  value(parameters: readonly number[], lag: number): number;
  /** Its derivative by every parameter. */
  slopes(parameters: readonly number[], lag: number): number[];
  /** The lag at which a share is left: infinite where it never falls so low, NaN where nothing fades. */
  lagOf(parameters: readonly number[], share: number): number;
  /** Parameters to start a fit from; `horizon` is the largest lag in the data. */
  grid(horizon: number): number[][];
}

/** max(0, 1 - decay_constant * log10 lag): the law of arXiv 2406.11813 for a single trace. */
const logarithmic: TraceDecay = {
  name: 'logarithmic',
  parameterNames: ['decay_constant'],
  value: ([a], lag) => Math.max(0, 1 - a! * Math.log10(lag)),
  slopes: ([a], lag) => (a! * Math.log10(lag) < 1 ? [-Math.log10(lag)] : [0]),
  lagOf: ([a], share) => (a! > 0 ? 10 ** ((1 - Math.max(0, share)) / a!) : Number.NaN),
  grid: () => geometric(0.02, 2, 16).map((a) => [a]),
};

/** lag ^ -exponent. */
const power: TraceDecay = {
  name: 'power',
  parameterNames: ['exponent'],
  value: ([c], lag) => lag ** -c!,
  slopes: ([c], lag) => [-Math.log(lag) * lag ** -c!],
  lagOf: ([c], share) => lagWhere(c!, share, () => share ** (-1 / c!)),
  grid: () => geometric(0.02, 4, 16).map((c) => [c]),
};

/** (1 + (lag - 1) / shift) ^ -exponent: flat up to about `shift` steps; with a shift of 1 the power law. */
const shiftedPower: TraceDecay = {
  name: 'shifted_power',
  parameterNames: ['exponent', 'log10_shift'],
  value: ([c, logShift], lag) => (1 + (lag - 1) / 10 ** logShift!) ** -c!,
  slopes([c, logShift], lag) {
    const ratio = (lag - 1) / 10 ** logShift!;
    const value = (1 + ratio) ** -c!;
    return [-Math.log1p(ratio) * value, (c! * value * Math.LN10 * ratio) / (1 + ratio)];
  },
  lagOf: ([c, logShift], share) => lagWhere(c!, share, () => 1 + 10 ** logShift! * (share ** (-1 / c!) - 1)),
  grid: (horizon) =>
    geometric(0.05, 3.2, 7).flatMap((c) =>
      geometric(1, Math.max(2, horizon), 6).map((s) => [c, Math.log10(s)]),
    ),
};

/** e ^ (-rate * (lag - 1)). */
const exponential: TraceDecay = {
  name: 'exponential',
  parameterNames: ['rate'],
  value: ([rate], lag) => Math.exp(-rate! * (lag - 1)),
  slopes: ([rate], lag) => [(1 - lag) * Math.exp(-rate! * (lag - 1))],
  lagOf: ([rate], share) => lagWhere(rate!, share, () => 1 - Math.log(share) / rate!),
  grid: (horizon) => geometric(0.1 / Math.max(2, horizon), 2, 20).map((rate) => [rate]),
};

export const traceDecays = {
  logarithmic,
  power,
  shifted_power: shiftedPower,
  exponential,
} as const satisfies Record<TraceDecay['name'], TraceDecay>;

function lagWhere(speed: number, share: number, solve: () => number): number {
  if (!(speed > 0)) return Number.NaN;
  return share <= 0 ? Number.POSITIVE_INFINITY : solve();
}

function geometric(from: number, to: number, points: number): number[] {
  return Array.from({ length: points }, (_, i) => from * (to / from) ** (i / (points - 1)));
}
