import { hurwitzZeta } from '../numerics/hurwitz-zeta.js';
import { defineLaw, geometric, sumInFall, timeInFall } from './forgetting-law.js';

/** t^-exponent. */
export const power = defineLaw({
  name: 'power',
  title: 'power',
  formula: 't^−b',
  dash: [8, 3],
  start: 1,
  // With an asymptote, as the exponent goes to 0.
  generalises: ['logarithmic'],
  parameters: [
    {
      name: 'exponent',
      symbol: 'b',
      kind: 'number',
      low: 0.01,
      high: 20,
      mayRise: true,
      starts: [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3],
      traceStarts: geometric(0.02, 4, 16),
    },
  ],
  value: ([b], t) => t ** -b!,
  gradient: ([b], t) => [-Math.log(t) * t ** -b!],
  inverse: ([b], share) => timeInFall(b!, share, () => share ** (-1 / b!)),
  logInverse: ([b], share) => timeInFall(b!, share, () => -Math.log(share) / b!),
  tailSum: ([b], from, interval) => sumInFall(b!, () => interval ** -b! * hurwitzZeta(b!, from / interval)),
  tabulate([b], { logT }, { values, derivatives: [byExponent] }) {
    for (let i = 0; i < logT.length; i++) {
      values[i] = Math.exp(-b! * logT[i]!);
      byExponent![i] = -logT[i]! * values[i]!;
    }
  },
});
