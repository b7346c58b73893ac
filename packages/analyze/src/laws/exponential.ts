import { defineLaw, logTimeInFall, sumInFall, timeInFall } from './forgetting-law.js';

/** e^(-rate t). */
export const exponential = defineLaw({
  name: 'exponential',
  title: 'exponential',
  formula: 'e^−rt',
  dash: [2, 2],
  start: 0,
  generalises: [],
  parameters: [{ name: 'rate', symbol: 'r', kind: 'rate', starts: 10, traceStarts: 20 }],
  value: ([rate], t) => Math.exp(-rate! * t),
  gradient: ([rate], t) => [-t * Math.exp(-rate! * t)],
  inverse: ([rate], share) => timeInFall(rate!, share, () => -Math.log(share) / rate!),
  logInverse: ([rate], share) => logTimeInFall(rate!, share, () => Math.log(-Math.log(share) / rate!)),
  tailSum: ([rate], from, interval) =>
    sumInFall(rate!, () => Math.exp(-rate! * from) / -Math.expm1(-rate! * interval)),
  tabulate([rate], { t }, { values, derivatives: [byRate] }) {
    for (let i = 0; i < t.length; i++) {
      values[i] = Math.exp(-rate! * t[i]!);
      byRate![i] = -t[i]! * values[i]!;
    }
  },
});
