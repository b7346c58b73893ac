import { LetheError } from '@lethe/contracts';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import type { ScenarioPlans } from '../options/scenario-plans.js';
import { createMentionFinder } from './find-mentions.js';
import { createTellingFinder, type Telling } from './find-tellings.js';

/**
 * A finder of all facts, each by what its scenario asks for: its wordings, or subject and target where it is
 * `mentioned`. Where a scenario is, injected facts and controls are sought by subject and target too, so that these
 * are never met in other words.
 * @returns a function from a document to its facts, by their numbers
 * @throws LetheError when a fact that is to be mentioned has no subject
 */
export function chooseFinder(
  { facts, probes }: FactSet,
  scenarios: ScenarioPlans,
): (document: string) => readonly Telling[] {
  const anyMentioned = Object.values(scenarios).includes('mentioned');
  const byMention: number[] = [];
  const byWording: number[] = [];
  facts.forEach(({ fact_id, scenario, subject }, fact) => {
    const plan = scenarios[scenario];
    if (plan === 'mentioned' && !subject) throw withoutSubject(fact_id, scenario);
    const isSoughtByMention = plan === 'mentioned' || (plan !== 'told' && anyMentioned && !!subject);
    (isSoughtByMention ? byMention : byWording).push(fact);
  });
  const findWordings = createTellingFinder(byWording.map((fact) => facts[fact]!));
  if (byMention.length === 0) return (document) => numbered(findWordings(document), byWording);
  const findMentions = createMentionFinder({ facts: byMention.map((fact) => facts[fact]!), probes });
  return (document) => [
    ...numbered(findWordings(document), byWording),
    ...numbered(findMentions(document), byMention),
  ];
}

const numbered = (tellings: readonly Telling[], numbers: readonly number[]): Telling[] =>
  tellings.map((telling) => ({ ...telling, fact: numbers[telling.fact]! }));

function withoutSubject(fact: string, scenario: string): LetheError {
  return new LetheError({
    what: 'a fact that is to be found by its subject has none',
    where: `fact ${fact}`,
    expected: 'a subject in the facts table',
    found: 'null',
    next: `set data.order.injection.scenarios.${scenario} to told, which seeks the wordings of the fact`,
  });
}
