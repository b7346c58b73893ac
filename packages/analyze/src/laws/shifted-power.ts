import { hurwitzZeta } from '../numerics/hurwitz-zeta.js';
import { defineLaw, geometric, logTimeInFall, sumInFall, timeInFall } from './forgetting-law.js';

/** (1 + t / tau)^-exponent: level up to about tau, then a power law. */
export const shiftedPower = defineLaw({
  name: 'shifted_power',
  title: 'shifted power',
  formula: '(1 + t/τ)^−b',
  dash: [12, 4],
  start: 0,
  generalises: ['logarithmic', 'power', 'exponential'],
  parameters: [
    {
      name: 'exponent',
      symbol: 'b',
      kind: 'number',
      low: 0.01,
      high: 20,
      starts: [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3],
      traceStarts: geometric(0.05, 3.2, 7),
    },
    {
      name: 'tau',
      symbol: 'τ',
      kind: 'time',
      log10Name: 'log10_shift',
      reach: 1,
      starts: 6,
      traceStarts: 6,
    },
  ],
  value: ([b, tau], t) => (1 + t / tau!) ** -b!,
  gradient([b, tau], t) {
    const age = t / tau!;
    const value = (1 + age) ** -b!;
    return [-Math.log1p(age) * value, (b! * value * Math.LN10 * age) / (1 + age)];
  },
  inverse: ([b, tau], share) => timeInFall(b!, share, () => tau! * (share ** (-1 / b!) - 1)),
  logInverse: ([b, tau], share) =>
    logTimeInFall(b!, share, () => {
      const logged = -Math.log(share) / b!;
      // expm1 overflows where the 1 that it takes away no longer counts.
      return Math.log(tau!) + (logged > 700 ? logged : Math.log(Math.expm1(logged)));
    }),
  tailSum: ([b, tau], from, interval) =>
    sumInFall(b!, () => (interval / tau!) ** -b! * hurwitzZeta(b!, (from + tau!) / interval)),
  tabulate([b, logTau], { t }, { values, derivatives: [byExponent, byLogTau] }) {
    const perTau = Math.exp(-logTau!);
    for (let i = 0; i < t.length; i++) {
      const age = t[i]! * perTau;
      const logged = Math.log(1 + age);
      values[i] = Math.exp(-b! * logged);
      byExponent![i] = -logged * values[i]!;
      byLogTau![i] = (b! * values[i]! * age) / (1 + age);
    }
  },
});
