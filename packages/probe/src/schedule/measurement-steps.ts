import { order, plannedInjections, readBatches, tableFiles } from '@lethe/contracts';
import type { ObserverOptions } from './observer-options.js';

/** One training step whose batch holds injected texts, and whose facts they are. */
export interface InjectionStep {
  step: number;
  factIds: ReadonlySet<string>;
}

/** When which probes are measured, in updates done, each in 0 .. steps. */
export interface MeasurementSchedule {
  /** All probes, ascending. */
  full: number[];
  /** Only the probes of these facts: just before and just after their injection. */
  partial: Map<number, Set<string>>;
}

/**
 * Chooses the numbers of updates after which probes are measured.
 * All probes: the initial and the final model; every `every` updates before the first injection (throughout where
 * there is none); from the first injection on a grid of `everyInWindow` updates, as far as it lies within `window`
 * updates after some injection; just before the first injection and before every one that such a grid does not
 * lead up to, so that no probe's level before an injection, a control's least of all, is `everyInWindow` updates old;
 * and `perDecade` points per factor of ten of updates since the last injection.
 * The probes of the facts in the batch of training step s also at s, just before it, and at s + 1, just after;
 * where that batch holds at least half of all injected facts, all probes are, also at s + window, so that controls
 * have these points too. Without `aroundInjections` as where there are none.
 * @param injected ascending
 * @param steps updates of the whole training
 */
export function measurementSteps(
  injected: readonly InjectionStep[],
  steps: number,
  { aroundInjections, window, everyInWindow, every, perDecade }: ObserverOptions,
): MeasurementSchedule {
  const injections = aroundInjections ? injected : [];
  const full = new Set<number>([0, steps]);
  const first = injections[0]?.step ?? steps;
  for (let u = 0; u < first; u += every) full.add(u);
  let measured = Number.NEGATIVE_INFINITY;
  for (const { step } of injections) {
    if (step - measured >= everyInWindow) full.add(step);
    const gridPoint = step - ((step - first) % everyInWindow);
    for (let u = gridPoint + everyInWindow; u <= step + window; u += everyInWindow) full.add(u);
    measured = step + window - ((step + window - first) % everyInWindow);
  }
  const last = injections.at(-1)?.step;
  if (last !== undefined) {
    for (let k = 0, after = 1; last + after <= steps; after = Math.round(10 ** (++k / perDecade))) {
      full.add(last + after);
    }
  }
  const partial = new Map<number, Set<string>>();
  const injectedFacts = new Set(injections.flatMap(({ factIds }) => [...factIds]));
  for (const { step, factIds } of injections) {
    if (2 * factIds.size >= injectedFacts.size) {
      for (const u of [step, step + 1, step + window]) full.add(u);
    } else {
      for (const u of [step, step + 1]) partial.set(u, new Set([...(partial.get(u) ?? []), ...factIds]));
    }
  }
  for (const u of full) partial.delete(u);
  return { full: [...full].filter((u) => u <= steps).sort((a, b) => a - b), partial };
}

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
