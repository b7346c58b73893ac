import { order, plannedInjections, readBatches, tableFiles } from '@lethe/contracts';
import type { InjectionStep } from './measurement-steps.js';

/**
 * Training steps whose batch holds at least one injected text, ascending, from the order table of a data directory;
 * where its plan was not carried out, the steps of the plan, so that a twin is measured when the others are.
 */
export async function readInjectionSteps(data: string): Promise<InjectionStep[]> {
  const injections = new Map<number, Set<string>>();
  for await (const batch of readBatches(data, order)) {
    const steps = batch.numbers('step');
    batch.stringLists('fact_ids').forEach((factIds, i) => {
      if (factIds.length === 0) return;
      const known = injections.get(steps[i]!) ?? new Set<string>();
      for (const id of factIds) known.add(id);
      injections.set(steps[i]!, known);
    });
  }
  if (tableFiles(data, plannedInjections).length === 0) return ascending(injections);
  for await (const batch of readBatches(data, plannedInjections)) {
    const steps = batch.numbers('step');
    batch.strings('fact_id').forEach((id, i) => {
      const known = injections.get(steps[i]!) ?? new Set<string>();
      injections.set(steps[i]!, known.add(id));
    });
  }
  return ascending(injections);
}

const ascending = (injections: ReadonlyMap<number, Set<string>>): InjectionStep[] =>
  [...injections].map(([step, factIds]) => ({ step, factIds })).sort((a, b) => a.step - b.step);
