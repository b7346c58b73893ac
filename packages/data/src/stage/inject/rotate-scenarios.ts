import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { isTold } from '../options/scenario-plans.js';
import { variantPolicies } from './choose-wordings.js';

/**
 * Reassigns the scenarios of the facts, as `data.order.injection.rotation` says, so that over several runs every
 * text serves every scenario: the scenario of each fact goes to the fact that many places further, controls
 * included, or with `seed` all of them to facts drawn at random. Numbers of facts per scenario and the order of
 * facts stay. A scenario that injects variants goes to the next fact that has some, and is dealt first. Facts that are
 * told keep their scenario: what the background tells does not turn with it.
 * @throws LetheError when more facts need variants than have some
 */
export function rotateScenarios(facts: readonly Fact[], data: Pick<DataSpec, 'seed' | 'order'>): Fact[] {
  const { injection } = data.order;
  const { rotation } = injection;
  if (rotation === 0) return [...facts];
  const turning = facts.filter(({ scenario }) => !isTold(injection, scenario));
  if (turning.length < facts.length) {
    const turned = rotateScenarios(turning, data).values();
    return facts.map((fact) => (isTold(injection, fact.scenario) ? fact : turned.next().value!));
  }
  const policies = variantPolicies(injection);
  const needsVariants = ({ scenario }: Fact): boolean => (policies.get(scenario) ?? 'text') !== 'text';
  checkVariants(facts, needsVariants);

  const turn = Int32Array.from(facts.keys());
  if (rotation === 'seed') createRandom(data.seed, 'data/facts/rotation').shuffle(turn);
  const shift = rotation === 'seed' ? 0 : rotation;
  const scenarios = new Array<string>(facts.length);
  for (const needy of [true, false]) {
    const takeFrom = nextOpen(facts.length, (place) => {
      const fact = turn[place]!;
      return scenarios[fact] === undefined && (!needy || facts[fact]!.variants.length > 0);
    });
    facts.forEach((fact, i) => {
      if (needsVariants(fact) === needy)
        scenarios[turn[takeFrom((i + shift) % facts.length)]!] = fact.scenario;
    });
  }
  return facts.map((fact, i) => ({ ...fact, scenario: scenarios[i]! }));
}

/**
 * A function that takes the first open place from a place on, going round. Union-find with path halving, since
 * a search place by place would be quadratic where most facts have no variants.
 */
function nextOpen(places: number, isOpen: (place: number) => boolean): (from: number) => number {
  const next = Int32Array.from({ length: places }, (_, place) =>
    isOpen(place) ? place : (place + 1) % places,
  );
  return (from) => {
    let place = from;
    while (next[place] !== place) {
      next[place] = next[next[place]!]!;
      place = next[place]!;
    }
    next[place] = (place + 1) % places;
    return place;
  };
}

function checkVariants(facts: readonly Fact[], needsVariants: (fact: Fact) => boolean): void {
  const needed = facts.filter(needsVariants);
  const having = facts.filter(({ variants }) => variants.length > 0);
  if (needed.length <= having.length) return;
  throw new LetheError({
    what: 'too few facts have other wordings',
    where: 'data.order.injection.variants',
    expected: `at most ${having.length} facts in scenarios that inject variants`,
    found: `${needed.length} (${[...new Set(needed.map(({ scenario }) => scenario))].join(', ')})`,
    next: 'lower their counts in data.facts.scenarios, or inject the text alone',
  });
}
