import { order, readBatches } from '@lethe/contracts';
import type { InjectionStep } from './measurement-steps.js';

/** Training steps whose batch holds at least one injected text, ascending, from the order table of a data directory. */
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
  return [...injections].map(([step, factIds]) => ({ step, factIds })).sort((a, b) => a.step - b.step);
}
