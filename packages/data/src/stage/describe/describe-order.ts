import { order, readBatches } from '@lethe/contracts';
import type { Share } from '../../corpus/statistics/quantiles.js';

/** What a model sees over the whole training. */
export interface OrderStatistics {
  steps: number;
  rows: number;
  /** Rows of a step, if all have the same number; else null. */
  batchSize: number | null;
  /** Facts that are injected at least once. */
  factsInjected: number;
  /** Pairs of a step and a fact that is injected there, in one piece or several. */
  encounters: number;
  /** Rows with something injected, of all. */
  injectedRows: Share;
  /** Tokens injected, of all tokens. */
  injectedTokens: Share;
  /** First and last step with an injection; null where nothing is injected. */
  firstInjection: number | null;
  lastInjection: number | null;
  /** Rows by how injected texts enter them. */
  placements: Record<string, number>;
}

/** Encounters with one fact. */
export interface FactEncounters {
  encounters: number;
  tokens: number;
  /** Steps from each encounter to the next. */
  gaps: number[];
  lastStep: number;
}

/**
 * Measures the order table of a directory batch by batch.
 * @param length tokens of a row; 0 where unknown
 */
export async function describeOrder(
  directory: string,
  length: number,
  signal?: AbortSignal,
): Promise<{ statistics: OrderStatistics; encounters: Map<string, FactEncounters> }> {
  const encounters = new Map<string, FactEncounters>();
  const placements: Record<string, number> = {};
  const rowsOfStep = new Map<number, number>();
  let [rows, injectedRows, tokens, total] = [0, 0, 0, 0];
  let [first, last]: (number | null)[] = [null, null];
  for await (const batch of readBatches(directory, order)) {
    signal?.throwIfAborted();
    const steps = batch.numbers('step');
    const { offsets, values } = batch.numberLists('lengths');
    const factIds = batch.stringLists('fact_ids');
    for (const [i, placement] of batch.strings('placement').entries()) {
      const step = steps[i]!;
      placements[placement] = (placements[placement] ?? 0) + 1;
      rowsOfStep.set(step, (rowsOfStep.get(step) ?? 0) + 1);
      for (const [k, id] of factIds[i]!.entries()) {
        const added = values[offsets[i]! + k]!;
        tokens += added;
        if (meet(encounters, id, step, added)) total++;
      }
      if (factIds[i]!.length === 0) continue;
      injectedRows++;
      first ??= step;
      last = step;
    }
    rows += batch.length;
  }
  const sizes = new Set(rowsOfStep.values());
  return {
    statistics: {
      steps: rowsOfStep.size,
      rows,
      batchSize: sizes.size === 1 ? [...sizes][0]! : null,
      factsInjected: encounters.size,
      encounters: total,
      injectedRows: { count: injectedRows, of: rows },
      injectedTokens: { count: tokens, of: rows * length },
      firstInjection: first ?? null,
      lastInjection: last ?? null,
      placements,
    },
    encounters,
  };
}

/** Notes a piece of a fact; returns whether it begins an encounter. */
function meet(facts: Map<string, FactEncounters>, id: string, step: number, tokens: number): boolean {
  const fact = facts.get(id);
  if (!fact) {
    facts.set(id, { encounters: 1, tokens, gaps: [], lastStep: step });
    return true;
  }
  fact.tokens += tokens;
  if (fact.lastStep === step) return false;
  fact.encounters++;
  fact.gaps.push(step - fact.lastStep);
  fact.lastStep = step;
  return true;
}
