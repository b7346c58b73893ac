import { createRandom, groupBy, LetheError } from '@lethe/contracts';
import type { FactSet, ProbeText } from '../../corpus/facts/fact-set.js';

/**
 * The probes that are asked: of each scenario that `probed` names, those of as many facts, drawn by the seed; of other
 * scenarios all. More facts of a scenario include those that fewer would be, and do not change those of others.
 * @throws LetheError for a scenario that no fact has, and for more facts than have probes
 */
export function chooseProbed(
  { facts, probes }: FactSet,
  probed: Readonly<Record<string, number>>,
  seed: number,
): ProbeText[] {
  const withProbes = new Set(probes.map(({ fact_id }) => fact_id));
  const byScenario = groupBy(facts, ({ scenario }) => scenario);
  const left = new Set<string>();
  for (const [scenario, count] of Object.entries(probed)) {
    const all = byScenario.get(scenario);
    if (!all) throw unknownScenario(scenario, [...byScenario.keys()]);
    const ids = all.map(({ fact_id }) => fact_id).filter((id) => withProbes.has(id));
    if (count > ids.length) throw tooFew(scenario, count, ids.length);
    createRandom(seed, `data/facts/probed/${scenario}`).shuffle(ids);
    for (const id of ids.slice(count)) left.add(id);
  }
  return probes.filter(({ fact_id }) => !left.has(fact_id));
}

/** Questions for training of facts that are not probed: the background may ask them. */
export function questionsBeside(probed: readonly ProbeText[], probes: readonly ProbeText[]): ProbeText[] {
  const ids = new Set(probed.map(({ probe_id }) => probe_id));
  return probes.filter(
    ({ probe_id, depth, split }) => depth === 'qa' && split === 'train' && !ids.has(probe_id),
  );
}

function unknownScenario(scenario: string, known: readonly string[]): LetheError {
  return new LetheError({
    what: `no fact has scenario "${scenario}"`,
    where: `data.facts.probed.${scenario}`,
    expected: known.join(', '),
    found: scenario,
    next: 'fix the name or leave it out',
  });
}

function tooFew(scenario: string, wanted: number, found: number): LetheError {
  return new LetheError({
    what: `there are too few facts of scenario ${scenario} to probe`,
    where: `data.facts.probed.${scenario}`,
    expected: `at most ${found}, the facts of this scenario that have probes`,
    found: String(wanted),
    next: 'lower it, or leave it out to probe all of them',
  });
}
