import { expect, test } from 'vitest';
import { generateFacts } from '../worlds/generated/generate-facts.js';
import { chooseProbed } from './choose-probed.js';

const set = generateFacts({ duplication: 6, control: 8, background: 40 }, 3);
const scenarioOf = new Map(set.facts.map(({ fact_id, scenario }) => [fact_id, scenario]));

function probedFacts(probed: Record<string, number>, seed = 1, from = set): Record<string, string[]> {
  const probes = chooseProbed(from, probed, seed);
  const ids = [...new Set(probes.map(({ fact_id }) => fact_id))];
  // A fact is asked for by all of its probes.
  expect(probes).toEqual(from.probes.filter(({ fact_id }) => ids.includes(fact_id)));
  const of = (scenario: string) => ids.filter((id) => scenarioOf.get(id) === scenario);
  return { duplication: of('duplication'), control: of('control'), background: of('background') };
}

test('as many facts of a scenario as asked for, drawn by the seed, and all of the others', () => {
  expect(chooseProbed(set, {}, 1)).toEqual(set.probes);
  const five = probedFacts({ background: 5 });
  expect(five.background).toHaveLength(5);
  expect([five.duplication!.length, five.control!.length]).toEqual([6, 8]);
  expect(probedFacts({ background: 5 }, 2).background).not.toEqual(five.background);
  const nine = probedFacts({ background: 9, control: 0 });
  expect(nine.background).toEqual(expect.arrayContaining(five.background!));
  expect([nine.background!.length, nine.control!.length]).toEqual([9, 0]);
  expect(probedFacts({ background: 40 }).background).toHaveLength(40);
});

test('facts without probes cannot be chosen', () => {
  const bare = set.facts.find(({ scenario }) => scenario === 'control')!.fact_id;
  const without = { ...set, probes: set.probes.filter(({ fact_id }) => fact_id !== bare) };
  expect(probedFacts({ control: 7 }, 1, without).control).toHaveLength(7);
  expect(() => chooseProbed(without, { control: 8 }, 1)).toThrow(/probed\.control[\s\S]*at most 7[\s\S]*8/);
});

test('a scenario that no fact has is refused', () => {
  expect(() => chooseProbed(set, { backround: 5 }, 1)).toThrow(
    /no fact has scenario "backround"[\s\S]*expected: background, duplication, control/,
  );
});
