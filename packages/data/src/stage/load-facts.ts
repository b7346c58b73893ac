import type { DataSpec, StageContext } from '@lethe/contracts';
import type { FactSet } from '../fact-set.js';
import { rotateScenarios } from '../inject/rotate-scenarios.js';
import { locateFile } from '../readers/locate-file.js';
import { readFictionalKnowledge, selectFictionalKnowledge } from '../readers/read-fictional-knowledge.js';
import { generateFacts } from '../worlds/generate-facts.js';

/**
 * The facts and probes that `data.facts` names, scenarios dealt as `data.order.injection.rotation` says.
 * @throws LetheError on mistakes in the config or the files
 */
export async function loadFacts(
  config: DataSpec,
  baseDirectory: string,
  context: StageContext,
): Promise<FactSet> {
  const { facts, probes } = await readFacts(config, baseDirectory, context);
  return { facts: rotateScenarios(facts, config), probes };
}

async function readFacts(
  { facts, seed }: DataSpec,
  baseDirectory: string,
  context: StageContext,
): Promise<FactSet> {
  switch (facts.source) {
    case 'generated':
      return generateFacts(facts.scenarios, seed);
    case 'fictional-knowledge': {
      const path = await locateFile(facts.location, { baseDirectory, ...context });
      return selectFictionalKnowledge(readFictionalKnowledge(path), facts.scenarios, path);
    }
  }
}
