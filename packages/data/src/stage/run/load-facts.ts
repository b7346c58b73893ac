import type { StageContext } from '@lethe/contracts';
import type { FactSet } from '../../corpus/facts/fact-set.js';
import { dealFacts } from '../inject/deal-facts.js';
import { rotateScenarios } from '../inject/rotate-scenarios.js';
import type { DataSpec } from '../options/data.js';
import { factSourceOf } from '../sources/facts/fact-sources.js';
import type { SymbolicVocabulary } from '../worlds/symbolic/symbolic-vocabulary.js';

/**
 * The facts and probes that `data.facts` names, scenarios dealt as `data.order.injection.rotation` says.
 * @throws LetheError on mistakes in the config or the files
 */
export async function loadFacts(
  config: DataSpec,
  baseDirectory: string,
  { log, signal }: StageContext,
): Promise<FactSet> {
  const { source: _, ...options } = config.facts;
  const { facts, probes } = await factSourceOf(config.facts).open(options, {
    seed: config.seed,
    baseDirectory,
    log,
    signal,
    deal: (set, scenarios) => dealFacts(set, scenarios, config),
  });
  return { facts: rotateScenarios(facts, config), probes };
}

/** The words of the world that the facts are of; undefined where it has no vocabulary. */
export async function vocabularyOf({
  source,
  ...options
}: DataSpec['facts']): Promise<SymbolicVocabulary | undefined> {
  return factSourceOf({ source, ...options } as DataSpec['facts']).vocabulary?.(options);
}
