import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createProbe, type Fact } from '../../corpus/facts/fact-set.js';
import { dealFacts } from './deal-facts.js';
import { createOrder } from './testing/create-order.js';

const fact = (number: number, variants: number): Fact => ({
  fact_id: `f${number}`,
  scenario: 'background',
  text: `text ${number}`,
  variants: Array.from({ length: variants }, (_, i) => `variant ${i}`),
  subject: null,
  relation: null,
  object: null,
  popularity: null,
});
const setOf = (facts: Fact[]) => ({
  facts,
  probes: facts.flatMap(({ fact_id }) =>
    [0, 1].map((i) => createProbe(fact_id, 'qa', i, 'prompt', 'target')),
  ),
});
const order = createOrder({ start: 0 });

test('as many facts as asked for, with their probes, in order, and variants where they are needed', () => {
  const number = fc.nat(4);
  fc.assert(
    fc.property(number, number, number, number, fc.nat(), (duplication, paraphrase, once, control, seed) => {
      const scenarios = { duplication, paraphrase, once, control };
      const set = setOf(Array.from({ length: 18 }, (_, i) => fact(i, i % 3 === 0 ? 2 : 0)));
      const dealt = dealFacts(set, scenarios, { seed, order });
      for (const [scenario, count] of Object.entries(scenarios)) {
        expect(dealt.facts.filter((one) => one.scenario === scenario)).toHaveLength(count);
      }
      for (const { scenario, variants } of dealt.facts) {
        if (scenario === 'paraphrase') expect(variants).not.toEqual([]);
      }
      const ids = dealt.facts.map(({ fact_id }) => fact_id);
      expect(ids).toEqual(set.facts.map(({ fact_id }) => fact_id).filter((id) => ids.includes(id)));
      expect(dealt.probes).toEqual(set.probes.filter(({ fact_id }) => ids.includes(fact_id)));
    }),
  );
  const scenarios = { duplication: 5, paraphrase: 0, once: 0, control: 5 };
  const dealt = (seed: number) =>
    dealFacts(setOf(Array.from({ length: 30 }, (_, i) => fact(i, 0))), scenarios, { seed, order });
  expect(dealt(1)).toEqual(dealt(1));
  expect(dealt(1)).not.toEqual(dealt(2));
});

test('too few facts are an error that says how many there are', () => {
  const scenarios = { duplication: 1, paraphrase: 2, once: 0, control: 0 };
  const deal = (facts: Fact[]) => () => dealFacts(setOf(facts), scenarios, { seed: 1, order });
  expect(deal([fact(0, 1), fact(1, 0), fact(2, 0)])).toThrow(
    /too few facts for scenario paraphrase[\s\S]*at most 1 /,
  );
  expect(deal([fact(0, 1), fact(1, 1)])).toThrow(/scenario duplication[\s\S]*at most 0 /);
});
