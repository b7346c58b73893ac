import { createRandom, LetheError } from '@lethe/contracts';
import type { Fact, FactSet } from '../../corpus/facts/fact-set.js';
import type { ScenarioCounts } from '../../corpus/facts/scenario-counts.js';
import type { DataSpec } from '../options/data.js';
import { variantPolicies } from './choose-wordings.js';

/**
 * Deals scenarios to facts drawn at random, as many of each as asked for; the others are left out with their probes.
 * Facts and probes stay in order. A scenario that injects variants gets facts that have some.
 * @throws LetheError when there are too few facts, or too few with variants
 */
export function dealFacts(
  { facts, probes }: FactSet,
  scenarios: ScenarioCounts,
  { seed, order }: Pick<DataSpec, 'seed' | 'order'>,
): FactSet {
  const policies = variantPolicies(order.injection);
  const needsVariants = (scenario: string): boolean => (policies.get(scenario) ?? 'text') !== 'text';
  const counts = Object.entries(scenarios);
  // Needy scenarios choose first.
  counts.sort(([a], [b]) => Number(needsVariants(b)) - Number(needsVariants(a)));
  const open = createRandom(seed, 'data/facts/deal').shuffle([...facts]);
  const dealt = new Map<string, string>();
  for (const [scenario, count] of counts) {
    const fits = (fact: Fact): boolean => !needsVariants(scenario) || fact.variants.length > 0;
    const chosen = open.filter((fact) => !dealt.has(fact.fact_id) && fits(fact)).slice(0, count);
    if (chosen.length < count) throw tooFew(scenario, count, chosen.length, facts.length);
    for (const { fact_id } of chosen) dealt.set(fact_id, scenario);
  }
  return {
    facts: facts
      .filter(({ fact_id }) => dealt.has(fact_id))
      .map((fact) => ({ ...fact, scenario: dealt.get(fact.fact_id)! })),
    probes: probes.filter(({ fact_id }) => dealt.has(fact_id)),
  };
}

function tooFew(scenario: string, wanted: number, found: number, all: number): LetheError {
  return new LetheError({
    what: `there are too few facts for scenario ${scenario}`,
    where: `data.facts.scenarios.${scenario}`,
    expected: `at most ${found} (${all} facts in all, some dealt to other scenarios or without the variants that it injects)`,
    found: String(wanted),
    next: 'lower the counts in data.facts.scenarios',
  });
}
