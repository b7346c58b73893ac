import { facts, probes, readBatches } from '@lethe/contracts';
import { number, range, type Section } from '../../corpus/statistics/format-sections.js';
import { type Range, rangeOf } from '../../corpus/statistics/quantiles.js';
import type { FactEncounters } from './describe-order.js';

/** Facts of one scenario. */
export interface ScenarioStatistics {
  scenario: string;
  facts: number;
  /** Facts that have probes; absent without a probes table. */
  probed?: number;
  /** Wordings of a fact, its text among them. */
  wordings: Range;
  /** Steps at which a fact is injected; absent without an order table. */
  encounters?: Range;
  /** Steps between two encounters of a fact; null where no fact has two. */
  spacing?: Range | null;
  /** Tokens injected over the whole training. */
  injectedTokens?: number;
  /** Texts of the background that tell a fact, over the whole training; absent where none are looked for. */
  told?: Range;
}

/**
 * Measures the facts table of a directory.
 * @param hasProbes whether it has a probes table too
 * @param met encounters of facts that are injected, undefined without an order table, and how often the background
 *   tells each fact, undefined where the data stage did not look
 */
export async function describeScenarios(
  directory: string,
  hasProbes: boolean,
  {
    encounters,
    told,
  }: {
    encounters: ReadonlyMap<string, FactEncounters> | undefined;
    told: ReadonlyMap<string, number> | undefined;
  },
): Promise<ScenarioStatistics[]> {
  const asked = hasProbes ? await probedFacts(directory) : undefined;
  const byScenario = new Map<string, { ids: string[]; wordings: number[] }>();
  for await (const batch of readBatches(directory, facts)) {
    const ids = batch.strings('fact_id');
    const variants = batch.stringLists('variants');
    for (const [i, scenario] of batch.strings('scenario').entries()) {
      const found = byScenario.get(scenario) ?? { ids: [], wordings: [] };
      byScenario.set(scenario, found);
      found.ids.push(ids[i]!);
      found.wordings.push(1 + variants[i]!.length);
    }
  }
  return [...byScenario].map(([scenario, { ids, wordings }]) => {
    const statistics = {
      ...{ scenario, facts: ids.length },
      ...(asked ? { probed: ids.filter((id) => asked.has(id)).length } : {}),
      wordings: rangeOf(wordings),
      ...(told && { told: rangeOf(ids.map((id) => told.get(id) ?? 0)) }),
    };
    if (!encounters) return statistics;
    const seen = ids.flatMap((id) => encounters.get(id) ?? []);
    const spacing = seen.flatMap(({ gaps }) => gaps);
    return {
      ...statistics,
      encounters: rangeOf(ids.map((id) => encounters.get(id)?.encounters ?? 0)),
      spacing: spacing.length === 0 ? null : rangeOf(spacing),
      injectedTokens: seen.reduce((sum, { tokens }) => sum + tokens, 0),
    };
  });
}

async function probedFacts(directory: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const batch of readBatches(directory, probes)) {
    for (const id of batch.strings('fact_id')) ids.add(id);
  }
  return ids;
}

/** The same as a section of text. */
export function scenarioSection(scenarios: readonly ScenarioStatistics[]): Section {
  const [first] = scenarios;
  return {
    title: 'Facts; ranges as min / mean / max of a fact',
    columns: [
      'facts',
      ...(first?.probed === undefined ? [] : ['probed']),
      'wordings',
      ...(first?.encounters ? ['encounters', 'steps between', 'tokens in all'] : []),
      ...(first?.told ? ['told'] : []),
    ],
    rows: scenarios.map(
      ({ scenario, facts, probed, wordings, encounters, spacing, injectedTokens, told }) => [
        scenario,
        number(facts),
        ...(probed === undefined ? [] : [number(probed)]),
        range(wordings),
        ...(encounters ? [range(encounters), spacing ? range(spacing) : '-', number(injectedTokens!)] : []),
        ...(told ? [range(told)] : []),
      ],
    ),
  };
}
