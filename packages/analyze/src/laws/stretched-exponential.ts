import { defineLaw, logTimeInFall, timeInFall } from './forgetting-law.js';

/** e^(-(t / tau)^beta). */
export const stretchedExponential = defineLaw({
  name: 'stretched_exponential',
  title: 'stretched exponential',
  formula: 'e^−(t/τ)^β',
  dash: [5, 5],
  start: 0,
  generalises: ['logarithmic', 'power', 'exponential'],
  parameters: [
    // Small exponents put tau far outside: most of such a curve is an early fall and a late tail.
    { name: 'tau', symbol: 'τ', kind: 'time', log10Name: 'log10_tau', reach: 3, starts: 8, traceStarts: 8 },
    {
      name: 'beta',
      symbol: 'β',
      kind: 'number',
      low: 0.05,
      high: 5,
      starts: [0.15, 0.3, 0.5, 0.8, 1.2, 2],
    },
  ],
  value: ([tau, beta], t) => Math.exp(-Math.exp(beta! * (Math.log(t) - Math.log(tau!)))),
  gradient([tau, beta], t) {
    const logged = Math.log(t) - Math.log(tau!);
    const age = Math.exp(beta! * logged);
    const fall = fallOf(Math.exp(-age), age);
    // At t = 0 the logarithm is infinite, and its product with a fall of 0 is 0.
    return [Math.LN10 * beta! * fall, fall === 0 ? 0 : -logged * fall];
  },
  inverse: ([tau, beta], share) => timeInFall(beta!, share, () => tau! * (-Math.log(share)) ** (1 / beta!)),
  logInverse: ([tau, beta], share) =>
    logTimeInFall(beta!, share, () => Math.log(tau!) + Math.log(-Math.log(share)) / beta!),
  tabulate([logTau, beta], { logT }, { values, derivatives: [byLogTau, byBeta] }) {
    for (let i = 0; i < logT.length; i++) {
      const logged = logT[i]! - logTau!;
      const age = Math.exp(beta! * logged);
      values[i] = Math.exp(-age);
      const fall = fallOf(values[i]!, age);
      byLogTau![i] = beta! * fall;
      byBeta![i] = -logged * fall;
    }
  },
});

/** Where the age is infinite the value is 0, and their product is 0 too, not NaN. */
const fallOf = (value: number, age: number): number => (value === 0 ? 0 : value * age);
