import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseWordings, type VariantPolicy } from './choose-wordings.js';

const fact = (variants: string[], fact_id = 'f') => ({
  fact_id,
  scenario: 'paraphrase',
  text: 't',
  variants,
  subject: null,
  relation: null,
  object: null,
  popularity: null,
});

test.each<[VariantPolicy, string]>([
  ['text', 't t t t t t t'],
  ['text-first', 't a b c a b c'],
  ['cycle', 't a b c t a b'],
  ['variants-only', 'a b c a b c a'],
])('%s', (policy, expected) => {
  expect(chooseWordings(fact(['a', 'b', 'c']), policy, 7, 1).join(' ')).toBe(expected);
});

test('random draws every wording alike, anew for every fact and seed', () => {
  const draw = (id: string, seed: number) => chooseWordings(fact(['a', 'b', 'c'], id), 'random', 4000, seed);
  for (const wording of ['t', 'a', 'b', 'c']) {
    // Binomial(4000, 1/4): standard deviation 27.
    const times = draw('f', 1).filter((drawn) => drawn === wording).length;
    expect(Math.abs(times - 1000)).toBeLessThan(4 * 27.4);
  }
  expect(draw('f', 1)).toEqual(draw('f', 1));
  expect(draw('f', 1)).not.toEqual(draw('f', 2));
  expect(draw('f', 1)).not.toEqual(draw('g', 1));
  // A longer plan begins as the shorter one.
  expect(chooseWordings(fact(['a', 'b', 'c']), 'random', 9, 1)).toEqual(draw('f', 1).slice(0, 9));
});

test('a policy that asks for variants refuses a fact without', () => {
  fc.assert(
    fc.property(fc.constantFrom('text-first', 'cycle', 'random', 'variants-only'), (policy) => {
      expect(() => chooseWordings(fact([]), policy as VariantPolicy, 1, 1)).toThrow(
        /fact f: scenario paraphrase injects other wordings[\s\S]*variants\.paraphrase to text/,
      );
    }),
  );
  expect(chooseWordings(fact([]), 'text', 1, 1)).toEqual(['t']);
});
