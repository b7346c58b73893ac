import { collectFacts, type FactSet } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { dealScenarios } from '../worlds/generated/deal-scenarios.js';
import { openWorld, type WorldRequest } from '../worlds/open-world.js';
import { resolveSymbolicSizes } from '../worlds/symbolic/symbolic-options.js';
import { createSymbolicVocabulary, type SymbolicVocabulary } from '../worlds/symbolic/symbolic-vocabulary.js';

type WorldFacts = Extract<DataSpec['facts'], { source: 'biographies' | 'symbolic' }>;

/**
 * The facts and probes of a world of biographies or symbols, as many as the scenarios need, scenarios dealt by seed.
 * @throws LetheError for sizes that no world can have
 */
export function loadWorld(facts: WorldFacts, seed: number): FactSet {
  return collectFacts(openWorld(requestOf(facts, seed), dealScenarios(facts.scenarios, seed)).facts());
}

/** The vocabulary of a symbolic world; undefined for facts of another kind. */
export function symbolicVocabularyOf(facts: DataSpec['facts']): SymbolicVocabulary | undefined {
  if (facts.source !== 'symbolic') return undefined;
  return createSymbolicVocabulary(resolveSymbolicSizes(symbolicOptionsOf(facts, 0)));
}

function requestOf(facts: WorldFacts, seed: number): WorldRequest {
  if (facts.source === 'symbolic') return symbolicOptionsOf(facts, seed);
  const { source: kind, scenarios, ...options } = facts;
  return { kind, persons: sum(scenarios), seed, ...options };
}

function symbolicOptionsOf(
  { source: kind, scenarios, answers, noiseTokens, ...options }: Extract<WorldFacts, { source: 'symbolic' }>,
  seed: number,
): Extract<WorldRequest, { kind: 'symbolic' }> {
  return {
    kind,
    subjects: sum(scenarios),
    seed,
    ...options,
    ...(answers === undefined ? {} : { answers }),
    ...(noiseTokens === undefined ? {} : { noiseTokens }),
  };
}

function sum(scenarios: Readonly<Record<string, number>>): number {
  return Object.values(scenarios).reduce((total, count) => total + count, 0);
}
