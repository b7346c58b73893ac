import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../corpus/facts/fact-set.js';
import { rotateScenarios } from './rotate-scenarios.js';
import { createOrder } from './testing/create-order.js';

const fact = (fact_id: string, scenario: string, variants = ['other']): Fact => ({
  fact_id,
  scenario,
  text: `${fact_id} text`,
  variants,
  subject: null,
  relation: null,
  object: null,
  popularity: null,
});
/** Facts f0, f1, ... with the scenarios of a word such as "ppddc"; those of `bare` have no variants. */
const facts = (word: string, bare: readonly number[] = []): Fact[] =>
  Array.from(word, (letter, i) => {
    const scenario = { p: 'paraphrase', d: 'duplication', o: 'once', c: 'control' }[letter]!;
    return fact(`f${i}`, scenario, bare.includes(i) ? [] : ['other']);
  });
const rotate = (list: Fact[], rotation: number | 'seed', seed = 1, variants = {}): string => {
  const rotated = rotateScenarios(list, { seed, order: createOrder({ start: 0, rotation, variants }) });
  expect(rotated.map((one) => ({ ...one, scenario: '' }))).toEqual(
    list.map((one) => ({ ...one, scenario: '' })),
  );
  return rotated.map(({ scenario }) => scenario[0]).join('');
};

test('scenarios move on by so many facts, controls along', () => {
  expect(rotate(facts('ppddooc'), 0)).toBe('ppddooc');
  expect(rotate(facts('ppddooc'), 1)).toBe('cppddoo');
  expect(rotate(facts('ppddooc'), 2)).toBe('ocppddo');
  expect(rotate(facts('ppddooc'), 7)).toBe('ppddooc');
  expect(rotate([], 3)).toBe('');
});

test('over all rotations every fact serves every scenario as often as the scenario has facts', () => {
  const served = Array.from({ length: 7 }, () => '');
  for (let rotation = 0; rotation < 7; rotation++) {
    Array.from(rotate(facts('ppddooc'), rotation)).forEach((letter, i) => {
      served[i] += letter;
    });
  }
  for (const letters of served) expect([...letters].sort().join('')).toBe('cddoopp');
});

test('a scenario that injects variants stays with facts that have some', () => {
  // As published: only the paraphrase group has variants, so only the others change places.
  expect(rotate(facts('ppddooc', [2, 3, 4, 5, 6]), 2)).toBe('ppocddo');
  // Where more facts have variants than need them, these take turns.
  expect(rotate(facts('pddpc', [1, 4]), 1)).toBe('pcpdd');
  expect(rotate(facts('pdc', [0, 1, 2]), 1, 1, { paraphrase: 'text' })).toBe('cpd');
  expect(() => rotate(facts('pdc', [0, 1, 2]), 1)).toThrow(
    /data\.order\.injection\.variants: too few facts[\s\S]*at most 0[\s\S]*1 \(paraphrase\)/,
  );
});

test('by seed every deal keeps the numbers of facts and gives variants where they are needed', () => {
  const word = fc.array(fc.constantFrom('p', 'd', 'o', 'c'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(word, fc.array(fc.nat(11)), fc.nat(), fc.nat(30), (letters, bare, seed, shift) => {
      const list = facts(letters.join(''), bare);
      const needed = letters.filter((letter) => letter === 'p').length;
      fc.pre(list.filter(({ variants }) => variants.length > 0).length >= needed);
      for (const rotation of ['seed', shift] as const) {
        if (rotation === 0) continue;
        const dealt = rotate(list, rotation, seed);
        expect([...dealt].sort()).toEqual([...letters].sort());
        Array.from(dealt).forEach((letter, i) => {
          if (letter === 'p') expect(list[i]!.variants).not.toEqual([]);
        });
        expect(rotate(list, rotation, seed)).toBe(dealt);
      }
    }),
    { numRuns: 300 },
  );
  const long = facts('p'.repeat(20) + 'd'.repeat(20));
  expect(rotate(long, 'seed', 1)).not.toBe(rotate(long, 'seed', 2));
  expect(rotate(long, 'seed', 1)).not.toBe(rotate(long, 0));
});

test('many facts without variants are dealt in linear time', () => {
  const many = facts(`${'d'.repeat(40_000)}${'p'.repeat(20_000)}`, [...Array(40_000).keys()]);
  expect(rotate(many, 50_000)).toBe(`${'d'.repeat(40_000)}${'p'.repeat(20_000)}`);
});

test.each([1, 2, 'seed'] as const)('facts that are told stay, the others turn by %s', (rotation) => {
  const list = Array.from('ptdtoct', (letter, i) => fact(`f${i}`, letter === 't' ? 'told' : letter));
  const order = createOrder({ start: 0, rotation, scenarios: { told: 'told', p: {}, d: {}, o: {}, c: {} } });
  const rotated = rotateScenarios(list, { seed: 3, order });
  const alone = rotateScenarios(
    list.filter(({ scenario }) => scenario !== 'told'),
    { seed: 3, order },
  ).values();
  expect(rotated).toEqual(list.map((one) => (one.scenario === 'told' ? one : alone.next().value)));
  expect(rotated).not.toEqual(list);
});
