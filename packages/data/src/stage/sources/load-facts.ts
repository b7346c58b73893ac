import type { StageContext } from '@lethe/contracts';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import { createPopQaFactSet } from '../../corpus/facts/popqa/create-pop-qa-fact-set.js';
import { readPopQa } from '../../corpus/facts/popqa/read-pop-qa.js';
import { readFactTables } from '../../corpus/facts/read-fact-tables.js';
import {
  readFictionalKnowledge,
  selectFictionalKnowledge,
} from '../../corpus/facts/read-fictional-knowledge.js';
import { locateFile, locatePath } from '../../corpus/files/locate-file.js';
import { dealFacts } from '../inject/deal-facts.js';
import { rotateScenarios } from '../inject/rotate-scenarios.js';
import type { DataSpec } from '../options/data.js';
import { generateFacts } from '../worlds/generated/generate-facts.js';
import { loadWorld } from './load-world.js';

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

async function readFacts(config: DataSpec, baseDirectory: string, context: StageContext): Promise<FactSet> {
  const { facts, seed } = config;
  const options = { baseDirectory, ...context };
  switch (facts.source) {
    case 'generated':
      return generateFacts(facts.scenarios, seed);
    case 'biographies':
    case 'symbolic':
      return loadWorld(facts, seed);
    case 'fictional-knowledge': {
      const path = await locateFile(facts.location, options);
      return selectFictionalKnowledge(readFictionalKnowledge(path), facts.scenarios, path);
    }
    case 'popqa': {
      const path = await locateFile(facts.location, options);
      const { rows } = await readPopQa(path, { signal: context.signal });
      const { ambiguous, templates, wordings, trainFraction } = facts;
      const drawing = { ambiguous, templates, trainFraction, seed };
      const set = createPopQaFactSet(rows, wordings === undefined ? drawing : { ...drawing, wordings });
      return dealFacts(set, facts.scenarios, config);
    }
    case 'tables': {
      const set = await readFactTables(await locatePath(facts.location, options));
      return facts.scenarios ? dealFacts(set, facts.scenarios, config) : set;
    }
  }
}
