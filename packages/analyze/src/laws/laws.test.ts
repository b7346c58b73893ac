import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ForgettingLaw, LawParameter } from './forgetting-law.js';
import { laws, traceLaws } from './laws.js';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Parameters that searches start from and what lies between, for times from 1 to 1,000; the curve falls. */
function ordinary({ kind, ...parameter }: LawParameter): fc.Arbitrary<number> {
  if (kind === 'rate') return within(Math.log(1e-3), Math.log(0.5)).map(Math.exp);
  if (kind === 'time') return within(Math.log(0.5), Math.log(2000)).map(Math.exp);
  const { starts } = parameter as { starts: readonly number[] };
  return within(Math.min(...starts), Math.max(...starts));
}
const parametersOf = ({ parameters }: ForgettingLaw) => fc.tuple(...parameters.map(ordinary));
const logUniform = (min: number, max: number) => within(Math.log(min), Math.log(max)).map(Math.exp);
const runs = { numRuns: 200, seed: 1 };

/** Central difference by a parameter, by its log10 where it is a time. */
function difference(law: ForgettingLaw, theta: readonly number[], t: number, k: number): number {
  const value = theta[k]!;
  const time = law.parameters[k]!.kind === 'time';
  const h = time ? 1e-5 : 1e-5 * Math.abs(value);
  const at = (step: number) => law.value(theta.with(k, time ? value * 10 ** step : value + step), t);
  return (at(h) - at(-h)) / (2 * h);
}

describe.each(laws)('the law $name', (law) => {
  const theta = parametersOf(law);

  it('has a name of its own, and generalises laws that are there', () => {
    expect(laws.filter(({ name }) => name === law.name)).toEqual([law]);
    expect(law.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const names: string[] = laws.map(({ name }) => name);
    expect(names.filter((name) => name !== law.name)).toEqual(
      expect.arrayContaining([...law.generalises, ...(law.specialCaseOf ?? [])]),
    );
  });

  it('has every parameter in its formula, and none twice', () => {
    for (const { symbol } of law.parameters) expect(law.formula).toContain(symbol);
    const names = law.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is 1 at its start and falls from there (property)', () => {
    fc.assert(
      fc.property(theta, logUniform(1, 1e4), logUniform(1.01, 100), (at, t, later) => {
        expect(law.value(at, law.start)).toBe(1);
        expect(law.value(at, t)).toBeLessThanOrEqual(1);
        expect(law.value(at, t * later)).toBeLessThanOrEqual(law.value(at, t));
      }),
      runs,
    );
  });

  it('has the gradient that central differences give (property)', () => {
    fc.assert(
      fc.property(theta, logUniform(1, 1e4), (at, t) => {
        const gradient = law.gradient(at, t);
        expect(gradient.length).toBe(law.parameters.length);
        gradient.forEach((slope, k) => {
          const expected = difference(law, at, t, k);
          expect(Math.abs(slope - expected)).toBeLessThan(1e-6 * Math.max(Math.abs(expected), 1e-2));
        });
      }),
      runs,
    );
  });

  it('has the inverse of its value, and the logarithm of that (property)', () => {
    fc.assert(
      fc.property(theta, within(0.02, 0.98), (at, share) => {
        const time = law.inverse(at, share);
        const logTime = law.logInverse?.(at, share) ?? Math.log(time);
        if (Number.isFinite(time)) expect(law.value(at, time)).toBeCloseTo(share, 9);
        else expect(logTime).toBeGreaterThan(700);
        if (Number.isFinite(time)) expect(logTime).toBeCloseTo(Math.log(time), 9);
      }),
      runs,
    );
    fc.assert(
      fc.property(theta, logUniform(1.5, 1e3), (at, t) => {
        const share = law.value(at, t);
        // Where nearly all or nothing is left, rounding leaves no time.
        fc.pre(share > 1e-3 && share < 1 - 1e-3);
        expect(law.inverse(at, share) / t).toBeCloseTo(1, 7);
      }),
      runs,
    );
  });

  it('never falls to a share where it does not fall', () => {
    const level = law.parameters.map(() => 0);
    expect(law.inverse(level, 0.5)).toBeNaN();
    expect(law.logInverse?.(level, 0.5) ?? Number.NaN).toBeNaN();
  });

  it.runIf(law.tabulate)('has the same values and gradients in tables (property)', () => {
    const t = Float64Array.of(1, 1.5, 10, 300, 1e4);
    const columns = law.parameters.map(() => new Float64Array(t.length));
    const into = { values: new Float64Array(t.length), derivatives: columns };
    fc.assert(
      fc.property(theta, (at) => {
        const searched = at.map((value, k) => (law.parameters[k]!.kind === 'time' ? Math.log(value) : value));
        law.tabulate!(searched, { t, logT: t.map(Math.log) }, into);
        t.forEach((time, i) => {
          expect(into.values[i]).toBeCloseTo(law.value(at, time), 12);
          law.gradient(at, time).forEach((slope, k) => {
            const unit = law.parameters[k]!.kind === 'time' ? Math.LN10 : 1;
            const found = columns[k]![i]! * unit;
            expect(Math.abs(found - slope)).toBeLessThan(1e-10 * Math.max(1, Math.abs(slope)));
          });
        });
      }),
      runs,
    );
  });

  it.runIf(law.line)('is 1 and its parameter times a line (property)', () => {
    const line = law.line!;
    expect(law.parameters.length).toBe(1);
    fc.assert(
      fc.property(theta, logUniform(1, 1e4), (at, t) => {
        expect(1 + at[0]! * line.value(t)).toBeCloseTo(law.value(at, t), 12);
        expect(line.logInverse(line.value(t))).toBeCloseTo(Math.log(t), 10);
        const into = new Float64Array(1);
        line.tabulate(at[0]!, { t: Float64Array.of(t), logT: Float64Array.of(Math.log(t)) }, into);
        expect(into[0]).toBeCloseTo(at[0]! * line.value(t), 12);
      }),
      runs,
    );
  });
});

/** Sum of the terms from x on by Euler and Maclaurin, with an integral over log time; undefined where that has no end. */
function restOfSum(law: ForgettingLaw, theta: readonly number[], x: number, interval: number) {
  const far = 1e100;
  // A law that falls through 0 has a corner there, which a rule of integration would miss.
  if (!(law.value(theta, far) >= 0) || (law.value(theta, far) * far) / interval > 1e-11) return undefined;
  const steps = 20_000;
  const width = Math.log(far / x) / steps;
  let integral = 0;
  for (let i = 0; i <= steps; i++) {
    const t = x * Math.exp(i * width);
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    integral += (weight * law.value(theta, t) * t * width) / 3;
  }
  const slope = (law.value(theta, x + 1) - law.value(theta, x - 1)) / 2;
  return integral / interval + law.value(theta, x) / 2 - (interval * slope) / 12;
}

describe.each(traceLaws)('sums over encounters by the law $name', (law) => {
  it('are what adding up terms gives (property)', () => {
    let checked = 0;
    fc.assert(
      fc.property(parametersOf(law), within(1, 50), logUniform(0.5, 500), (at, from, interval) => {
        let direct = 0;
        let terms = 0;
        let term = 1;
        for (; terms < 5000 && term > 1e-14 * direct; terms++) {
          term = Math.max(0, law.value(at, from + terms * interval));
          direct += term;
        }
        const rest = term > 1e-14 * direct ? restOfSum(law, at, from + terms * interval, interval) : 0;
        if (rest === undefined) return;
        checked++;
        const sum = law.tailSum!(at, from, interval, undefined);
        expect(Math.abs(sum - direct - rest)).toBeLessThan(1e-8 * (1 + sum));
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(checked).toBeGreaterThan(20);
  });

  it('are infinite where nothing fades', () => {
    const level = law.parameters.map(() => 0);
    expect(law.tailSum!(level, 1, 10, undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});
