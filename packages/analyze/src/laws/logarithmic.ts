import { logGamma } from '../numerics/log-gamma.js';
import { defineLaw, geometric } from './forgetting-law.js';

const slope = (t: number): number => -Math.log10(t);

/** 1 - decay_constant log10 t: the law of arXiv 2406.11813. */
export const logarithmic = defineLaw({
  name: 'logarithmic',
  title: 'logarithmic',
  formula: '1 − a log₁₀ t',
  dash: [],
  start: 1,
  generalises: [],
  parameters: [
    {
      name: 'decay_constant',
      symbol: 'a',
      kind: 'number',
      low: -20,
      high: 20,
      starts: geometric(0.02, 2, 16),
    },
  ],
  value: ([a], t) => 1 - a! * Math.log10(t),
  gradient: (_, t) => [slope(t)],
  inverse: ([a], share) => (a! > 0 ? 10 ** ((1 - share) / a!) : Number.NaN),
  tailSum([a], from, interval, end = 10 ** (1 / a!)) {
    if (a! <= 0) return Number.POSITIVE_INFINITY;
    const terms = Math.max(0, Math.ceil((end - from) / interval));
    const start = from / interval;
    const logs = terms * Math.log(interval) + logGamma(start + terms) - logGamma(start);
    return terms === 0 ? 0 : terms - (a! * logs) / Math.LN10;
  },
  line: {
    value: slope,
    logInverse: (value) => -value * Math.LN10,
    tabulate(by, { logT }, into) {
      for (let i = 0; i < logT.length; i++) into[i] = -(by * logT[i]!) / Math.LN10;
    },
  },
});
