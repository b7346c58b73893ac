import { CONTROL, type Fact } from '../measurements/measurements.js';

/** The steps that one encounter is judged by. */
export interface EncounterWindow {
  /** Training step of the encounter: its effect is visible from u = step + 1 on. */
  step: number;
  /** Last number of updates at which the local acquisition maximum is sought. */
  end: number;
  /** Step of the next encounter; -1 where there is none. */
  next: number;
  /** From 0: which of the fact's encounters it is; of the first fact found, where several share a window. */
  encounter: number;
}

/**
 * Windows of a fact's encounters. A window ends early where the next encounter comes first, so that an
 * encounter is never credited with the gain of the one after it.
 * @param encounters training steps, ascending
 * @param window steps (50 in arXiv 2406.11813)
 */
export function encounterWindows(encounters: Int32Array, window: number): EncounterWindow[] {
  return Array.from(encounters, (step, encounter) => {
    const next = encounters[encounter + 1] ?? -1;
    return { step, end: next < 0 ? step + window : Math.min(step + window, next), next, encounter };
  });
}

/**
 * Windows of a fact. Where the background tells it, encounters beyond a window are not kept in it: the facts would share
 * no windows, and each window is one more of every control.
 */
export function windowsOfFact({ encounters, told }: Fact, window: number): EncounterWindow[] {
  const windows = encounterWindows(encounters, window);
  return told ? windows.map((item) => (item.next > item.end ? { ...item, next: -1 } : item)) : windows;
}

/** What tells windows apart; facts that share them may be at different encounters. */
export const windowKey = ({ step, end, next }: EncounterWindow): string => `${step}:${end}:${next}`;

/** The distinct windows of all injected facts, by step: controls are judged by each of them. */
export function distinctWindows(facts: readonly Fact[], window: number): EncounterWindow[] {
  const found = new Map<string, EncounterWindow>();
  for (const fact of facts) {
    if (fact.condition === CONTROL) continue;
    for (const item of windowsOfFact(fact, window)) {
      if (!found.has(windowKey(item))) found.set(windowKey(item), item);
    }
  }
  return [...found.values()].sort((a, b) => a.step - b.step || a.end - b.end || a.next - b.next);
}
