import type { Fact, ProbeText } from '../../corpus/facts/fact-set.js';
import type { DataSpec } from '../options/data.js';
import { isInjected } from '../options/scenario-plans.js';

/** Facts whose texts later stages can score: those that are injected or probed, controls among them. */
export function choosePassages(
  facts: readonly Fact[],
  probed: readonly ProbeText[],
  injection: Pick<DataSpec['order']['injection'], 'scenarios'>,
): Fact[] {
  const asked = new Set(probed.map(({ fact_id }) => fact_id));
  return facts.filter(({ fact_id, scenario }) => asked.has(fact_id) || isInjected(injection, scenario));
}
