import { LetheError } from '@lethe/contracts';
import { collectFacts, type FactSet } from '../../../corpus/facts/fact-set.js';
import {
  type FictionalKnowledgeEntry,
  fictionalKnowledgeFact,
  fictionalKnowledgeScenarios,
  readFictionalKnowledge,
} from '../../../corpus/facts/read-fictional-knowledge.js';
import { type Scenario, type ScenarioCounts, scenarioCounts } from '../../../corpus/facts/scenario-counts.js';
import { locateFile } from '../../../corpus/files/locate-file.js';
import { locationSpec } from '../../../corpus/files/location.js';
import { defineFactSource } from './fact-source.js';

export const fictionalKnowledge = defineFactSource({
  name: 'fictional-knowledge',
  description: 'the published passages of arXiv 2406.11813',
  options: {
    location: locationSpec,
    scenarios: scenarioCounts.describe(
      'number of facts in each condition, by entry as in the paper; with other scenarios than those of the paper all facts are drawn by data.seed',
    ),
  },
  async open({ location, scenarios }, context) {
    const path = await locateFile(location, context);
    const entries = readFictionalKnowledge(path);
    if (isPublished(scenarios)) return selectFictionalKnowledge(entries, scenarios, path);
    // The paper has no group for other scenarios.
    const facts = entries.map((entry, index) => fictionalKnowledgeFact(entry, index, 'once'));
    return context.deal(collectFacts(facts), scenarios);
  },
});

const isPublished = (scenarios: ScenarioCounts): boolean =>
  Object.keys(scenarios).every((scenario) => scenario in fictionalKnowledgeScenarios);

/**
 * Assigns entries to scenarios as the paper does: paraphrase 0-39, duplication 40-79, once 80-119,
 * control 120-129 (arXiv 2406.11813 section 3; the last are probed there and never used). Smaller counts take
 * the first of each group.
 * @throws LetheError when a group has fewer entries than asked for, or paraphrases are missing
 */
export function selectFictionalKnowledge(
  entries: readonly FictionalKnowledgeEntry[],
  scenarios: ScenarioCounts,
  where: string,
): FactSet {
  const selected: { index: number; scenario: Scenario }[] = [];
  for (const [scenario, [from, to]] of Object.entries(fictionalKnowledgeScenarios) as [
    Scenario,
    [number, number],
  ][]) {
    const available = Math.max(0, Math.min(to, entries.length) - from);
    if (scenarios[scenario] > available) {
      throw new LetheError({
        what: `there are too few entries for scenario ${scenario}`,
        where: `${where} (data.facts.scenarios.${scenario})`,
        expected: `at most ${available} (entries ${from}-${to - 1}, as in the paper)`,
        found: String(scenarios[scenario]),
        next: `lower data.facts.scenarios.${scenario}`,
      });
    }
    for (let i = 0; i < scenarios[scenario]; i++) selected.push({ index: from + i, scenario });
  }
  const bare = selected.find(
    ({ index, scenario }) => scenario === 'paraphrase' && entries[index]!.paraphrases.length === 0,
  );
  if (bare) {
    throw new LetheError({
      what: 'an entry of the paraphrase group has no paraphrases',
      where: `${where}, entry ${bare.index}.paraphrases`,
      expected: 'fictional_knowledge_paraphrased.json',
      found: 'no paraphrases',
      next: 'name that file, or set data.facts.scenarios.paraphrase to 0',
    });
  }
  return collectFacts(
    selected.map(({ index, scenario }) => fictionalKnowledgeFact(entries[index]!, index, scenario)),
  );
}
