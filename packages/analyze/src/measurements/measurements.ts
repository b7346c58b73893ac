import { depths } from '@lethe/contracts';
import type { LogUnit } from './log-unit.js';
import type { ProbeSeries } from './probe-series.js';

/** One fact and when it met the training stream. */
export interface Fact {
  id: string;
  /** Scenario of injection; `control` is never injected. */
  condition: string;
  /** Training steps whose batch holds the fact, injected or told by the background, ascending; empty for controls. */
  encounters: Int32Array;
  /**
   * Of a fact that the background tells, at steps that no plan has: all training steps that it is met at. `encounters`
   * may date these by measurements (see `limitToldFacts`).
   */
  told?: Int32Array;
}

export interface Probe {
  id: string;
  /** Number of its fact. */
  fact: number;
  depth: string;
  prompt: string;
  target: string;
  /** Tokens of the target; absent where unknown. */
  targetTokens?: number;
}

/** Everything that was measured in one run, as far as the metrics ask for it. */
export interface Measurements {
  /** Id of the run. */
  run: string;
  /** Directory of the data stage: runs that share it share their facts. */
  data: string;
  facts: Fact[];
  probes: Probe[];
  /** Row `p` belongs to `probes[p]`. */
  series: ProbeSeries;
  /** What log-probabilities are taken over; tokens, as published, where absent. */
  unit?: LogUnit;
  /** Tokens of a training step; null or absent where unknown. */
  tokensPerStep?: number | null;
}

/** The condition of facts that are probed and never injected. */
export const CONTROL = 'control';

/** Conditions in the order in which figures and tables list them. */
export const conditionOrder = ['duplication', 'paraphrase', 'once'];
/** Depths in the order in which figures and tables list them. */
export const depthOrder = depths;

/** The distinct names, known ones first in their order, then others by alphabet, the control last. */
export function ordered(names: Iterable<string>, known: readonly string[]): string[] {
  const rank = (name: string): number => {
    if (name === CONTROL) return known.length + 1;
    const place = known.indexOf(name);
    return place < 0 ? known.length : place;
  };
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
