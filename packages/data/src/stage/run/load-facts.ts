import type { StageContext } from '@lethe/contracts';
import type { FactSet, ProbeText } from '../../corpus/facts/fact-set.js';
import { dealFacts } from '../inject/deal-facts.js';
import { rotateScenarios } from '../inject/rotate-scenarios.js';
import type { DataSpec } from '../options/data.js';
import { factSourceOf } from '../sources/facts/fact-sources.js';
import type { SymbolicVocabulary } from '../worlds/symbolic/symbolic-vocabulary.js';
import { chooseProbed } from './choose-probed.js';

/** Facts with all of their probes. */
interface LoadedFacts extends FactSet {
  /** The probes that are asked: all, unless `data.facts.probed` says how many facts are probed. */
  probed: ProbeText[];
}

/**
 * The facts and probes that `data.facts` names, scenarios dealt as `data.order.injection.rotation` says, and which of
 * the probes are asked.
 * @throws LetheError on mistakes in the config or the files
 */
export async function loadFacts(
  config: DataSpec,
  baseDirectory: string,
  { log, signal }: StageContext,
): Promise<LoadedFacts> {
  const { source: _, probed = {}, ...options } = config.facts;
  const set = await factSourceOf(config.facts).open(options, {
    seed: config.seed,
    baseDirectory,
    log,
    signal,
    deal: (set, scenarios) => dealFacts(set, scenarios, config),
  });
  const loaded = { facts: rotateScenarios(set.facts, config), probes: set.probes };
  return { ...loaded, probed: chooseProbed(loaded, probed, config.seed) };
}

/** The words of the world that the facts are of; undefined where it has no vocabulary. */
export async function vocabularyOf(facts: DataSpec['facts']): Promise<SymbolicVocabulary | undefined> {
  const { source: _, probed: __, ...options } = facts;
  return factSourceOf(facts).vocabulary?.(options);
}
