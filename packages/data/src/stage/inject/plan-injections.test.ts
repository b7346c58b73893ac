import { LetheError } from '@lethe/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { planInjections } from './plan-injections.js';
import { createOrder } from './testing/create-order.js';

const fact = (fact_id: string, scenario: string, variants: string[] = []): Fact => ({
  fact_id,
  scenario,
  text: `${fact_id} text`,
  variants,
  subject: null,
  relation: null,
  object: null,
  popularity: null,
});

type Injection = Record<string, unknown>;

const planWith = (steps: number, facts: readonly Fact[], injection: Injection, seed = 1) =>
  // The spec refuses injections past the end itself.
  planInjections(facts, { seed, order: { ...createOrder(injection, { steps: 1e9 }), steps } });
const plan = (steps: number, facts: readonly Fact[], factsPerStep: number | null = null, seed = 1) =>
  planWith(steps, facts, { start: 5, interval: 10, count: 4, factsPerStep }, seed);
/** "step text" of every encounter with a fact. */
const metBy = (encounters: ReturnType<typeof plan>, id: string): string[] =>
  encounters.filter(({ factId }) => factId === id).map(({ step, text }) => `${step} ${text}`);

test('every scenario is met when and as it says', () => {
  const facts = [
    fact('p', 'paraphrase', ['p one', 'p two']),
    fact('d', 'duplication', ['d one']),
    fact('o', 'once'),
    fact('c', 'control'),
    fact('b', 'background'),
  ];
  const encounters = plan(36, facts);
  const of = (id: string) => metBy(encounters, id);
  expect(of('p')).toEqual(['5 p text', '15 p one', '25 p two', '35 p one']);
  expect(of('d')).toEqual(['5 d text', '15 d text', '25 d text', '35 d text']);
  expect(of('o')).toEqual(['5 o text']);
  expect(of('c')).toEqual([]);
  expect(of('b')).toEqual([]);
  expect(encounters.slice(0, 3).map(({ factId }) => factId)).toEqual(['p', 'd', 'o']);
});

test('groups of facts are spread evenly over the interval', () => {
  const scenarios = ['duplication', 'once', 'control'];
  const number = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(number, fc.integer({ min: 1, max: 12 }), fc.nat(), (size, factsPerStep, seed) => {
      const facts = Array.from({ length: size }, (_, i) => fact(`f${i}`, scenarios[i % 3]!));
      const together = plan(60, facts, null, seed);
      const spread = plan(60, facts, factsPerStep, seed);
      expect(spread.map(({ step }) => step)).toEqual(
        spread.map(({ step }) => step).toSorted((a, b) => a - b),
      );
      const injected = facts.filter(({ scenario }) => scenario !== 'control');
      const groups = Math.ceil(injected.length / factsPerStep);
      for (const { fact_id } of injected) {
        const stepsIn = (encounters: typeof spread) =>
          encounters.filter(({ factId }) => factId === fact_id).map(({ step }) => step);
        const [steps, first] = [stepsIn(spread), stepsIn(spread)[0]!];
        expect(steps).toEqual(stepsIn(together).map((step) => step + first - 5));
      }
      const firsts = spread.filter(({ step }) => step < 15);
      expect(new Set(firsts.map(({ factId }) => factId)).size).toBe(injected.length);
      const atStep = (step: number) => firsts.filter((encounter) => encounter.step === step).length;
      const offsets = Array.from({ length: groups }, (_, g) => Math.floor((g * 10) / groups));
      if (groups <= 10) {
        offsets.forEach((offset, g) => {
          expect(atStep(5 + offset)).toBe(Math.min(factsPerStep, injected.length - g * factsPerStep));
        });
      }
    }),
  );
  // Scenarios are mixed: the first group is not simply the first facts.
  const facts = Array.from({ length: 30 }, (_, i) => fact(`f${i}`, i < 15 ? 'duplication' : 'once'));
  const group = plan(60, facts, 10).filter(({ step }) => step === 5);
  expect(new Set(group.map(({ factId }) => Number(factId.slice(1)) < 15)).size).toBe(2);
});

test('lists of steps and intervals, and a scenario of another name', () => {
  const facts = [
    fact('p', 'paraphrase', ['p one', 'p two']),
    fact('o', 'once'),
    fact('x', 'spaced', ['x one']),
  ];
  const listed = planWith(100, facts, {
    steps: [3, 4, 50],
    variants: { paraphrase: 'cycle', spaced: 'variants-only' },
  });
  expect(metBy(listed, 'p')).toEqual(['3 p text', '4 p one', '50 p two']);
  expect(metBy(listed, 'o')).toEqual(['3 o text']);
  expect(metBy(listed, 'x')).toEqual(['3 x one', '4 x one', '50 x one']);
  const expanding = planWith(100, facts, { start: 1, intervals: [2, 40], variants: { spaced: 'text' } });
  expect(metBy(expanding, 'x')).toEqual(['1 x text', '3 x text', '43 x text']);
});

test('every fact is met as often as its scenario says, evenly where groups are spread over the shortest interval', () => {
  const scenarios = fc.array(fc.constantFrom('duplication', 'paraphrase', 'once', 'control'), {
    maxLength: 20,
  });
  const gaps = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  const perStep = fc.option(fc.integer({ min: 1, max: 6 }));
  fc.assert(
    fc.property(scenarios, gaps, perStep, fc.nat(), (drawn, intervals, factsPerStep, seed) => {
      const facts = drawn.map((scenario, i) => fact(`f${i}`, scenario, ['other']));
      const encounters = planWith(200, facts, { start: 2, intervals, factsPerStep }, seed);
      for (const { fact_id, scenario } of facts) {
        const met = encounters.filter(({ factId }) => factId === fact_id).map(({ step }) => step);
        const times = { once: 1, control: 0 }[scenario] ?? intervals.length + 1;
        expect(met).toHaveLength(times);
        if (times === 0) continue;
        expect(met[0]! - 2).toBeGreaterThanOrEqual(0);
        expect(met[0]! - 2).toBeLessThan(factsPerStep === null ? 1 : Math.min(...intervals));
        expect(met.slice(1).map((step, i) => step - met[i]!)).toEqual(times === 1 ? [] : intervals);
      }
    }),
    { numRuns: 200 },
  );
});

test('what cannot be injected is an error', () => {
  const twice = fact('d', 'duplication');
  expect(() => plan(35, [twice])).toThrow(/steps > 35, the step of the last injection/);
  expect(plan(36, [twice])).toHaveLength(4);
  expect(() => plan(36, [fact('p', 'paraphrase')])).toThrow(LetheError);
  expect(() => plan(36, [fact('x', 'spaced')])).toThrow(/no scenario "spaced"[\s\S]*variants\.spaced/);
  expect(() => planWith(99, [twice], { start: 0, count: 1, variants: { paraphase: 'cycle' } })).toThrow(
    /data\.order\.injection\.variants\.paraphase: no fact has scenario "paraphase"/,
  );
  expect(planWith(99, [twice], { start: 0, count: 1, variants: { paraphrase: 'cycle' } })).toHaveLength(1);
});

test('scenarios are met when their own plans say', () => {
  const facts = [
    fact('a', 's10'),
    fact('b', 's30', ['b one']),
    fact('d', 'duplication'),
    fact('o', 'once'),
    fact('c', 'control'),
    fact('t', 'told'),
  ];
  const scenarios = { s10: { interval: 10 }, s30: { interval: 30 }, once: { start: 2 }, told: 'told' };
  const encounters = planWith(100, facts, {
    ...{ end: 90, interval: 20, count: 3, scenarios },
    variants: { s30: 'text-first' },
  });
  const of = (id: string) => metBy(encounters, id);
  expect(of('a')).toEqual(['70 a text', '80 a text', '90 a text']);
  expect(of('b')).toEqual(['30 b text', '60 b one', '90 b one']);
  expect(of('d')).toEqual(['50 d text', '70 d text', '90 d text']);
  expect(of('o')).toEqual(['2 o text']);
  expect(of('c')).toEqual([]);
  expect(of('t')).toEqual([]);
  const steps = encounters.map(({ step }) => step);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
});

test('groups are spread alike where plans have one spread, and over the interval of each where they have none', () => {
  const facts = Array.from({ length: 20 }, (_, i) => fact(`f${i}`, i % 2 === 0 ? 's5' : 's40'));
  const scenarios = { s5: { interval: 5 }, s40: { interval: 40 } };
  const lastOf = (injection: Injection): Map<string, number> =>
    new Map(
      planWith(400, facts, { end: 200, count: 3, factsPerStep: 1, scenarios, ...injection }).map(
        ({ factId, step }) => [factId, step - 200],
      ),
    );
  const alike = [...lastOf({ spread: 20 }).values()].toSorted((a, b) => a - b);
  expect(alike).toEqual(Array.from({ length: 20 }, (_, i) => i));
  const own = lastOf({});
  for (const { fact_id, scenario } of facts) {
    expect(own.get(fact_id)).toBeGreaterThanOrEqual(0);
    expect(own.get(fact_id)).toBeLessThan(scenario === 's5' ? 5 : 40);
  }
  expect(Math.max(...own.values())).toBeGreaterThan(20);
});

test('a plan for a scenario that no fact has is refused', () => {
  const scenarios = { s01: { interval: 2 } };
  expect(() => planWith(100, [fact('a', 'once')], { start: 0, count: 1, scenarios })).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({ where: 'data.order.injection.scenarios.s01' }),
    }),
  );
});

test('facts of a window have steps of their own, which other plans leave alone', () => {
  const facts = [
    ...Array.from({ length: 6 }, (_, i) => fact(`a${i}`, 'early', ['other'])),
    ...Array.from({ length: 6 }, (_, i) => fact(`w${i}`, 'duplication')),
    fact('o', 'once'),
    fact('s', 'listed'),
    fact('c', 'control'),
  ];
  const scenarios = { early: { window: [0, 0.25] }, listed: { steps: [7, 9] } };
  const injection = { window: [0, 1], count: 5, scenarios, variants: { early: 'text-first' } };
  const stepsOf = (encounters: ReturnType<typeof plan>, id: string) =>
    encounters.filter(({ factId }) => factId === id).map(({ step }) => step);
  const encounters = planWith(80, facts, injection);
  const steps = encounters.map(({ step }) => step);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  for (let i = 0; i < 6; i++) {
    const early = encounters.filter(({ factId }) => factId === `a${i}`);
    expect(early.map(({ text }) => text)).toEqual([`a${i} text`, ...new Array(4).fill('other')]);
    expect(early.at(-1)!.step).toBeLessThan(20);
    expect(stepsOf(encounters, `w${i}`)).toHaveLength(5);
  }
  expect(new Set(facts.map(({ fact_id }) => String(stepsOf(encounters, fact_id)))).size).toBe(facts.length);
  expect(stepsOf(encounters, 'o')).toHaveLength(1);
  expect(stepsOf(encounters, 's')).toEqual([7, 9]);
  expect(stepsOf(encounters, 'c')).toEqual([]);
  expect(planWith(80, facts, { ...injection, placement: 'none' })).toEqual(encounters);
  const other = planWith(80, facts, injection, 2);
  expect(stepsOf(other, 'w0')).not.toEqual(stepsOf(encounters, 'w0'));
  expect(stepsOf(other, 's')).toEqual([7, 9]);
});

test('rows that other plans need are left to them', () => {
  const facts = [...Array.from({ length: 3 }, (_, i) => fact(`s${i}`, 'listed')), fact('w', 'duplication')];
  const injection = (count: number) => ({ window: [0, 1], count, scenarios: { listed: { steps: [1, 2] } } });
  const order = (count: number) => createOrder(injection(count), { steps: 5, batchSize: 3 });
  const steps = planInjections(facts, { seed: 1, order: order(3) }).filter(({ factId }) => factId === 'w');
  expect(steps.map(({ step }) => step)).toEqual([0, 3, 4]);
  expect(() => planInjections(facts, { seed: 1, order: order(4) })).toThrow(
    /fact w[\s\S]*step 1 has 3 texts/,
  );
});
