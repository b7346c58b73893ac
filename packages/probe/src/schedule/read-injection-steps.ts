import { order, plannedInjections, readBatches, tableFiles } from '@lethe/contracts';
import type { InjectionStep } from './measurement-steps.js';

/**
 * Training steps whose batch holds at least one injected text, ascending, from the order table of a data directory;
 * where its plan was not carried out, the steps of the plan, so that a twin is measured when the others are.
 */
export async function readInjectionSteps(data: string): Promise<InjectionStep[]> {
  const injections = new Map<number, Set<string>>();
  const add = (step: number, factId: string): void => {
    injections.set(step, (injections.get(step) ?? new Set<string>()).add(factId));
  };
  for await (const batch of readBatches(data, order)) {
    const steps = batch.numbers('step');
    batch.stringLists('fact_ids').forEach((factIds, i) => {
      for (const id of factIds) add(steps[i]!, id);
    });
  }
  if (tableFiles(data, plannedInjections).length > 0) {
    for await (const batch of readBatches(data, plannedInjections)) {
      const steps = batch.numbers('step');
      batch.strings('fact_id').forEach((id, i) => {
        add(steps[i]!, id);
      });
    }
  }
  return [...injections].map(([step, factIds]) => ({ step, factIds })).sort((a, b) => a.step - b.step);
}
